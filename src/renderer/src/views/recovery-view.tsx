import { type ReactNode, useEffect, useRef, useState } from 'react';
import { KEYRING_REASONS } from '../../../shared/copy/enrollment-copy.ts';
import type { StateOf } from '../../../shared/enrollment.ts';
import type { AppInfo } from '../../../shared/preferences.ts';
import { RecoveryToken } from '../parts/recovery-token.tsx';
import { SupportContact } from '../parts/support-contact.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';

/** The keyring refused the one thing that cannot be had again, so the technician decides where it goes. */
export function RecoveryView({
  state,
  info,
}: {
  state: StateOf<'recovery'>;
  info: AppInfo;
}): ReactNode {
  const [confirming, setConfirming] = useState(false);
  const storedButton = useRef<HTMLButtonElement>(null);
  const back = () => {
    setConfirming(false);
    storedButton.current?.focus();
  };
  return (
    <section className="view narrow">
      <div className="card stack">
        <ViewHeading>The keyring did not take the token</ViewHeading>
        <p>
          {KEYRING_REASONS[state.reason]}{' '}
          <span className="quiet">
            Unlock it and try again, or keep the token for {state.lab} in a safe place yourself. It
            is given out only once.
          </span>
        </p>
        <SupportContact />
        <RecoveryToken lab={state.lab} keyringService={info.keyringService} />
        <div className="actions divided">
          <RetryKeyringButton retrying={state.retrying} />
          <button
            ref={storedButton}
            type="button"
            className="button"
            aria-expanded={confirming}
            onClick={() => setConfirming(true)}
          >
            I have stored it
          </button>
        </div>
        <p className="visually-hidden" aria-live="polite">
          {state.retrying ? 'Trying the keyring.' : ''}
        </p>
        {confirming && <StoredConfirmation onBack={back} />}
      </div>
    </section>
  );
}

/** Stays focusable while busy, so that a keyboard does not lose its place. */
function RetryKeyringButton({ retrying }: { retrying: boolean }): ReactNode {
  return (
    <button
      type="button"
      className="button primary"
      aria-disabled={retrying}
      aria-busy={retrying}
      onClick={() => {
        if (!retrying) void window.onbench.recovery.retryKeyring();
      }}
    >
      Try the keyring again
    </button>
  );
}

/** Takes the focus to its safe answer, which also scrolls it into view in a small window. */
function StoredConfirmation({ onBack }: { onBack: () => void }): ReactNode {
  const safeAnswer = useRef<HTMLButtonElement>(null);
  useEffect(() => safeAnswer.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls; this is a question with two answers.
    <div className="notice warning stack tight" role="group" aria-label="Confirm">
      <p>Onbench forgets the token now. Can you find it again where you put it?</p>
      <div className="actions">
        <button ref={safeAnswer} type="button" className="button" onClick={onBack}>
          Not yet
        </button>
        <button
          type="button"
          className="button"
          onClick={() => void window.onbench.recovery.confirmStored()}
        >
          Yes, forget it
        </button>
      </div>
    </div>
  );
}
