import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** What only some want to know, behind one line that says what it is. */
export function Disclosure(props: { summary: string; children: ReactNode }): ReactNode {
  return (
    <details className="disclosure">
      <summary>
        <ChevronRight size={16} aria-hidden="true" />
        {props.summary}
      </summary>
      <div className="disclosed stack">{props.children}</div>
    </details>
  );
}
