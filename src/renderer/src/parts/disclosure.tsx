import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** What only some want to know, behind one line that says what it is. */
export function Disclosure(props: {
  summary: string;
  /** For news that should not wait for a click. */
  startsOpen?: boolean;
  children: ReactNode;
}): ReactNode {
  return (
    <details className="disclosure" open={props.startsOpen}>
      <summary>
        <ChevronRight size={16} aria-hidden="true" />
        {props.summary}
      </summary>
      <div className="disclosed stack">{props.children}</div>
    </details>
  );
}
