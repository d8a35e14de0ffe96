import type { ReactNode } from 'react';
import { OPERATIONS, SERVER_SIDES } from '../../../shared/copy/registration-copy.ts';
import { registrationFailureWords } from '../../../shared/copy/registration-failure-copy.ts';
import type { RegistrationOutcome } from '../../../shared/registrations.ts';
import { ProofList } from '../parts/proof-list.tsx';

interface OutcomeNoticeProps {
  readonly outcome: RegistrationOutcome;
  /** Absent where there is nothing left to remove. */
  readonly onRemoveLocally?: () => void;
}

/** How the last operation ended, until somebody has read it. */
export function OutcomeNotice({ outcome, onRemoveLocally }: OutcomeNoticeProps): ReactNode {
  return (
    <div className={`notice outcome-notice ${toneOf(outcome)}`} role="status">
      <OutcomeWords outcome={outcome} />
      <div className="actions">
        {onRemoveLocally && offersLocalRemoval(outcome) && (
          <button type="button" className="button danger" onClick={onRemoveLocally}>
            Remove from this machine only…
          </button>
        )}
        <button
          type="button"
          className="button"
          onClick={() => void window.onbench.registrations.dismiss()}
        >
          Close
        </button>
      </div>
    </div>
  );
}

function OutcomeWords({ outcome }: { outcome: RegistrationOutcome }): ReactNode {
  switch (outcome.kind) {
    case 'tested':
    case 're-onboarded':
    case 'repaired':
      return (
        <div className="stack tight">
          <h2>{PROVED_HEADINGS[outcome.kind][allPassed(outcome) ? 'good' : 'bad']}</h2>
          <ProofList proofs={outcome.proofs} />
        </div>
      );
    case 'switched':
      return <h2>{outcome.lab} is the current lab now.</h2>;
    case 'removed':
      return (
        <div className="stack tight">
          <h2>{outcome.lab} is gone from this machine</h2>
          <p>{SERVER_SIDES[outcome.server]}</p>
          {outcome.clonesKept.length > 0 && <p>Still here: {outcome.clonesKept.join(', ')}</p>}
        </div>
      );
    case 'cloned':
      return (
        <div className="stack tight">
          <h2>{outcome.repository} is here</h2>
          <p>
            <code>{outcome.path}</code>
          </p>
        </div>
      );
    case 'failed': {
      const { what, next } = registrationFailureWords(outcome.failure);
      return (
        <div className="stack tight">
          <h2>{OPERATIONS[outcome.operation]}</h2>
          <p>{what}</p>
          <p>{next}</p>
        </div>
      );
    }
  }
}

type Proved = Extract<RegistrationOutcome, { proofs: unknown }>;

const PROVED_HEADINGS: Record<Proved['kind'], { good: string; bad: string }> = {
  tested: { good: 'The connection works', bad: 'The connection does not work' },
  're-onboarded': {
    good: 'The new key works',
    bad: 'The new key is in place, but a check failed',
  },
  repaired: { good: 'Repaired', bad: 'Repaired as far as possible, but a check failed' },
};

function allPassed({ proofs }: Proved): boolean {
  return proofs.every(({ outcome }) => outcome !== 'failed');
}

function toneOf(outcome: RegistrationOutcome): 'good-news' | 'bad-news' {
  if (outcome.kind === 'failed') return 'bad-news';
  return 'proofs' in outcome && !allPassed(outcome) ? 'bad-news' : 'good-news';
}

/** The server could not be told: what is here can go all the same, if somebody says so. */
function offersLocalRemoval(outcome: RegistrationOutcome): boolean {
  return outcome.kind === 'failed' && outcome.operation === 'revoke';
}
