import type { GrantSummary } from '@onbench/protocol/approval-api';
import { CircleCheck, CircleSlash, Clock, Users } from 'lucide-react';
import { assertNever } from '../assert-never.ts';
import { OUTCOME_HEADINGS } from '../copy.ts';
import type { ApprovalFlow } from '../flow/approval-flow.ts';
import type { Outcome, StateOf } from '../flow/flow-state.ts';
import { formatMoment } from '../format-time.ts';
import { ForeignText } from '../parts/foreign-text.tsx';
import { StepHeading } from '../parts/step-heading.tsx';

interface OutcomeStepProps {
  readonly flow: ApprovalFlow;
  readonly state: StateOf<'outcome'>;
}

const ICONS = {
  approved: CircleCheck,
  denied: CircleSlash,
  'decided-by-another': Users,
  expired: Clock,
} as const;

export function OutcomeStep({ flow, state }: OutcomeStepProps) {
  const { kind } = state.outcome;
  const Icon = ICONS[kind];
  return (
    <section className="card narrow stack outcome">
      <span className={`outcome-icon ${kind}`}>
        <Icon size={28} aria-hidden />
      </span>
      <div className="stack-tight" role="status">
        <StepHeading>{OUTCOME_HEADINGS[kind]}</StepHeading>
        <p>
          <OutcomeText outcome={state.outcome} />
        </p>
      </div>
      <button type="button" className="button tall" onClick={() => flow.enterAnotherCode()}>
        {kind === 'expired' ? 'Enter a new code' : 'Approve another workstation'}
      </button>
    </section>
  );
}

function OutcomeText({ outcome }: { readonly outcome: Outcome }) {
  const host = <ForeignText className="strong" text={outcome.hostname} />;
  switch (outcome.kind) {
    case 'approved':
      return (
        <>
          {host} is being enrolled as <ForeignText className="strong" text={outcome.lab} />. It
          finishes by itself within seconds; you can close this page.
        </>
      );
    case 'denied':
      return <>{host} gets no access, and its screen says so. You can close this page.</>;
    case 'decided-by-another':
      return <Decision outcome={outcome} />;
    case 'expired':
      return (
        <>
          {host} got no access. Start the enrollment again on the workstation, then enter its new
          code here.
        </>
      );
    default:
      return assertNever(outcome);
  }
}

function Decision({
  outcome,
}: {
  readonly outcome: Extract<Outcome, { kind: 'decided-by-another' }>;
}) {
  const { decision, hostname } = outcome;
  return (
    <>
      The request of <ForeignText className="strong" text={hostname} />{' '}
      {decision ? <How {...decision} /> : 'was decided'} before your answer arrived. That decision
      stands, and yours changed nothing. If it is wrong, tell the other administrators of the lab.
    </>
  );
}

function How({ status, decided_by: by, decided_at: at, lab }: GrantSummary) {
  return (
    <>
      was {status === 'denied' ? 'denied' : 'approved'}
      {lab !== null && status !== 'denied' && <> for {lab}</>}
      {by !== null && (
        <>
          {' '}
          by <ForeignText className="strong" text={by} />
        </>
      )}
      {at !== null && ` on ${formatMoment(Date.parse(at))},`}
    </>
  );
}
