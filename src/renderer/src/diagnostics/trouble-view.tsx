import type { ReactNode } from 'react';
import type { Trouble } from '../../../shared/diagnostics.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import { DiagnosticsButton } from './diagnostics-button.tsx';
import { TROUBLES } from './diagnostics-copy.ts';

/** A bug, told calmly: what still holds, what to do, and what helps whoever mends it. */
export function TroubleView(props: { trouble: Trouble; onDismiss: () => void }): ReactNode {
  const { heading, what, next } = TROUBLES[props.trouble];
  const isOfWindow = props.trouble === 'window';
  return (
    <main className="trouble">
      <section className="view narrow">
        <div className="card stack">
          <ViewHeading>{heading}</ViewHeading>
          <p>
            {what} {next}
          </p>
          <div className="actions divided">
            <button
              type="button"
              className="button primary"
              onClick={isOfWindow ? props.onDismiss : () => void window.onbench.trouble.restart()}
            >
              {isOfWindow ? 'Back to Onbench' : 'Restart Onbench'}
            </button>
            <DiagnosticsButton className="button" label="Diagnostics…" />
          </div>
        </div>
      </section>
    </main>
  );
}
