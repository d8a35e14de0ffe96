import type { ReactNode } from 'react';

/** One titled part of a `.card.sections`. */
export function Section({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <div className="section">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
