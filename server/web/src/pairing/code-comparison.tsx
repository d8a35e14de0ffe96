import { useId } from 'react';
import { Problem } from '../parts/field.tsx';
import type { PairingDraft } from './pairing-draft.ts';
import type { PairingReview } from './pairing-state.ts';

interface CodeComparisonProps {
  readonly review: PairingReview;
  readonly asksToCompare: boolean;
  readonly onEdit: (change: Partial<PairingDraft>) => void;
}

/** A scanned link brings its own code: only the device's screen tells whose it is (security.md T02). */
export function CodeComparison({ review, asksToCompare, onEdit }: CodeComparisonProps) {
  const id = useId();
  return (
    <section className="card comparison stack" aria-labelledby={`${id}-title`}>
      <div className="stack-tight">
        <h2 id={`${id}-title`}>Compare with the device’s screen</h2>
        <p className="quiet">Deny if the code differs, or if the device is not yours.</p>
      </div>
      <dl className="compared">
        <div>
          <dt>Code</dt>
          {/* Without a dash: devices show it as they like. */}
          <dd className="compared-code">{review.userCode}</dd>
        </div>
      </dl>
      <div className="stack-tight">
        <label className="tick">
          <input
            type="checkbox"
            name="compared"
            required
            checked={review.draft.compared}
            aria-invalid={asksToCompare}
            aria-describedby={asksToCompare ? `${id}-problem` : undefined}
            onChange={(event) => onEdit({ compared: event.target.checked })}
          />
          <span>The device in front of me shows this code</span>
        </label>
        <Problem
          id={`${id}-problem`}
          text={asksToCompare ? 'Compare the code with the device’s screen, then tick this.' : null}
        />
      </div>
    </section>
  );
}
