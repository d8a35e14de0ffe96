import { type ReactNode, useEffect, useRef, useState } from 'react';
import { REFUSALS, REMOVAL_ITEMS } from '../../../shared/copy/registration-copy.ts';
import type { RegistrationRefusal, RemovalPlan } from '../../../shared/registrations.ts';
import type { Result } from '../../../shared/result.ts';
import type { Request } from './use-request.ts';

/** At the server and here, or here alone when the server cannot be reached. */
export type RemovalMode = 'revoke' | 'remove-locally';

const WORDS: Record<RemovalMode, { heading: (lab: string) => string; what: string; deed: string }> =
  {
    revoke: {
      heading: (lab) => `Revoke this workstation at ${lab}?`,
      what: 'The server ends the token and the key first. Then this is deleted here:',
      deed: 'Revoke and delete',
    },
    'remove-locally': {
      heading: (lab) => `Remove ${lab} from this machine only?`,
      what: 'The server is not told: token and key stay valid there until an administrator revokes them. This is deleted here:',
      deed: 'Delete here only',
    },
  };

interface RemovalDialogProps {
  readonly lab: string;
  readonly mode: RemovalMode;
  readonly request: Request;
  readonly onClose: () => void;
}

/** Lists what will be deleted, before it is. Clones stay unless the box is ticked. */
export function RemovalDialog({ lab, mode, request, onClose }: RemovalDialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [plan, setPlan] = useState<Result<RemovalPlan, RegistrationRefusal> | null>(null);
  const [alsoClones, setAlsoClones] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    void window.onbench.registrations.planRemoval(lab).then(setPlan);
  }, [lab]);

  const { revoke, removeLocally } = window.onbench.registrations;
  const { heading, what, deed } = WORDS[mode];
  const confirm = () => {
    const begin = mode === 'revoke' ? revoke : removeLocally;
    void request(begin(lab, alsoClones));
    onClose();
  };
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="removal-heading" onClose={onClose}>
      <div className="stack">
        <h2 id="removal-heading">{heading(lab)}</h2>
        <p>{what}</p>
        <PlanList plan={plan} alsoClones={alsoClones} onAlsoClones={setAlsoClones} />
        <div className="actions dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            Keep everything
          </button>
          <button
            type="button"
            className="button danger"
            disabled={plan === null || !plan.ok}
            onClick={confirm}
          >
            {deed}
          </button>
        </div>
      </div>
    </dialog>
  );
}

interface PlanListProps {
  readonly plan: Result<RemovalPlan, RegistrationRefusal> | null;
  readonly alsoClones: boolean;
  readonly onAlsoClones: (also: boolean) => void;
}

function PlanList({ plan, alsoClones, onAlsoClones }: PlanListProps): ReactNode {
  if (plan === null) return <p className="quiet">Looking what there is …</p>;
  if (!plan.ok) return <p role="alert">{REFUSALS[plan.failure]}</p>;
  const { items, clones } = plan.value;
  return (
    <>
      <ul className="removal-items">
        {items.map(({ kind, subject }) => (
          <li key={`${kind} ${subject}`}>
            <span>{REMOVAL_ITEMS[kind]}</span> <code>{subject}</code>
          </li>
        ))}
      </ul>
      {clones.length > 0 && (
        <label className="choice">
          <input
            type="checkbox"
            checked={alsoClones}
            onChange={(event) => onAlsoClones(event.target.checked)}
          />
          <span>
            Also delete the clones, with everything in them that was not pushed:{' '}
            {clones.map(({ path }) => path).join(', ')}
          </span>
        </label>
      )}
    </>
  );
}
