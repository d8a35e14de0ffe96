import type { ReactNode } from 'react';
import type { StateOf } from '../../../shared/enrollment.ts';
import { ViewHeading } from '../parts/view-heading.tsx';

export function RequestingCodeView({ state }: { state: StateOf<'requesting-code'> }): ReactNode {
  return (
    <section className="view narrow">
      <div className="card stack">
        <div className="stack tight">
          <ViewHeading>Getting a code</ViewHeading>
          <p className="quiet">
            Asking <code>{state.apiBaseUrl}</code> for a code. This takes a few seconds.
          </p>
        </div>
        <progress aria-label="Getting a code" />
        <div className="actions">
          <button
            type="button"
            className="button"
            onClick={() => void window.onbench.enrollment.cancel()}
          >
            Cancel
          </button>
        </div>
      </div>
    </section>
  );
}
