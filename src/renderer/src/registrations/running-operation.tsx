import type { ReactNode } from 'react';
import { runningSentence } from '../../../shared/copy/registration-copy.ts';
import type { RegistrationOperation } from '../../../shared/registrations.ts';

/** What runs now, in words; a clone with how far it is and a way to stop it. */
export function RunningOperation({ operation }: { operation: RegistrationOperation }): ReactNode {
  const percent = operation.kind === 'clone' ? operation.progress.percent : null;
  return (
    <div className="notice running" role="status">
      <div className="running-words">
        <p>{runningSentence(operation)}</p>
        {operation.kind === 'clone' && (
          <button
            type="button"
            className="button"
            onClick={() => void window.onbench.registrations.cancel()}
          >
            Stop
          </button>
        )}
      </div>
      <progress aria-label="Progress" max={100} {...(percent === null ? {} : { value: percent })} />
    </div>
  );
}
