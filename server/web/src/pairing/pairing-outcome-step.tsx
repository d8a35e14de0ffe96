import { CircleCheck, CircleSlash, Clock, Users } from 'lucide-react';
import { assertNever } from '../assert-never.ts';
import { ForeignText } from '../parts/foreign-text.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import type { PairingFlow } from './pairing-flow.ts';
import type { PairingOutcome, PairingStateOf } from './pairing-state.ts';
import { useClosingTab } from './use-closing-tab.ts';

interface PairingOutcomeStepProps {
  readonly flow: Pick<PairingFlow, 'enterAnotherCode'>;
  readonly state: PairingStateOf<'outcome'>;
}

const LOOKS = {
  approved: { Icon: CircleCheck, heading: 'Approved', className: 'approved' },
  denied: { Icon: CircleSlash, heading: 'Denied', className: 'denied' },
  'already-decided': {
    Icon: Users,
    heading: 'Already decided',
    className: 'decided-by-another',
  },
  expired: { Icon: Clock, heading: 'Too late: the code has expired', className: 'expired' },
} as const;

export function PairingOutcomeStep({ flow, state }: PairingOutcomeStepProps) {
  const { outcome } = state;
  const { Icon, heading, className } = LOOKS[outcome.kind];
  return (
    <section className="card narrow stack outcome">
      <span className={`outcome-icon ${className}`}>
        <Icon size={28} aria-hidden />
      </span>
      <div className="stack-tight" role="status">
        <StepHeading>{heading}</StepHeading>
        <p>
          <OutcomeText outcome={outcome} />
        </p>
      </div>
      {outcome.kind === 'approved' && <ClosingTab />}
      <button type="button" className="button tall" onClick={() => flow.enterAnotherCode()}>
        {outcome.kind === 'expired' ? 'Enter a new code' : 'Pair another device'}
      </button>
    </section>
  );
}

function OutcomeText({ outcome }: { readonly outcome: PairingOutcome }) {
  const device = <ForeignText className="strong" text={outcome.deviceName} />;
  switch (outcome.kind) {
    case 'approved':
      return <>{device} is paired. It goes on by itself within seconds.</>;
    case 'denied':
      return <>{device} gets no access, and learns so within seconds. You can close this tab.</>;
    case 'already-decided':
      return (
        <>
          The request of {device} was decided before your answer arrived. That decision stands, and
          yours changed nothing.
        </>
      );
    case 'expired':
      return <>{device} got no access. Start again on it, then enter its new code here.</>;
    default:
      return assertNever(outcome.kind);
  }
}

function ClosingTab() {
  const kind = useClosingTab();
  return (
    <p className="quiet" role="status">
      {kind === 'closing' ? 'This tab closes in a moment.' : 'You can close this tab.'}
    </p>
  );
}
