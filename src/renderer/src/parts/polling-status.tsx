import type { ReactNode } from 'react';
import { pollingSentence, wholeSeconds } from '../../../shared/copy/enrollment-copy.ts';
import type { PollingHealth } from '../../../shared/enrollment.ts';

/** How asking the server fares. The countdown stays out of the live region, which would speak every second. */
export function PollingStatus({ polling }: { polling: PollingHealth }): ReactNode {
  return (
    <div className="polling-status" data-kind={polling.kind}>
      <span className="polling-dot" aria-hidden="true" />
      <p>
        <span aria-live="polite">{pollingSentence(polling)}</span>
        {polling.kind === 'retrying' && (
          <span> Next try in {wholeSeconds(polling.retryInMs)} s; the code stays valid.</span>
        )}
      </p>
    </div>
  );
}
