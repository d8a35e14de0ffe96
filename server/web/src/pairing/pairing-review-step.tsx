import { Comparison } from '../review/comparison.tsx';
import { DecisionForm } from '../review/decision-form.tsx';
import { DeviceFacts } from './device-facts.tsx';
import { findPairingProblems } from './pairing-draft.ts';
import type { PairingFlow } from './pairing-flow.ts';
import { PairingForm } from './pairing-form.tsx';
import type { PairingStateOf } from './pairing-state.ts';

const COMPARISON = {
  title: 'Compare with the device’s screen',
  advice: 'Deny if the code differs, or if the device is not yours.',
  tick: 'The device in front of me shows this code',
  problem: 'Compare the code with the device’s screen, then tick this.',
};

interface PairingReviewStepProps {
  readonly flow: PairingFlow;
  readonly state: PairingStateOf<'review'>;
}

export function PairingReviewStep({ flow, state }: PairingReviewStepProps) {
  const { review } = state;
  return (
    <DecisionForm
      title="Pair this device?"
      flow={flow}
      state={state}
      missing={findPairingProblems(review.draft)}
    >
      {(problems) => (
        <>
          <div className="stack">
            <DeviceFacts found={review.found} />
            <Comparison
              words={COMPARISON}
              // Without a dash: devices show it as they like.
              code={review.userCode}
              fingerprint={null}
              compared={review.draft.compared}
              problem={problems.has('compared') ? COMPARISON.problem : null}
              onCompare={(compared) => flow.edit({ compared })}
            />
          </div>
          <PairingForm review={review} problems={problems} onEdit={(change) => flow.edit(change)} />
        </>
      )}
    </DecisionForm>
  );
}
