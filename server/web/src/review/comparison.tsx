import { formatUserCode } from '@onbench/protocol/user-code';
import { useId } from 'react';
import { COMPARISON_WORDS, DRAFT_PROBLEMS } from '../copy.ts';
import type { Draft } from '../flow/draft.ts';
import type { Review } from '../flow/flow-state.ts';
import { Problem } from '../parts/field.tsx';
import { Fingerprint } from './fingerprint.tsx';

interface ComparisonProps {
  readonly review: Review;
  readonly asksToCompare: boolean;
  readonly onEdit: (change: Partial<Draft>) => void;
}

/**
 * What tells this request from an impostor's (security.md T01): the person compares, the page only shows. Where there is
 * no key, the code alone is compared.
 */
export function Comparison({ review, asksToCompare, onEdit }: ComparisonProps) {
  const id = useId();
  const fingerprint = review.found.grant.key_fingerprint;
  const words = COMPARISON_WORDS[fingerprint === null ? 'code' : 'code-and-key'];
  return (
    <section className="card comparison stack" aria-labelledby={`${id}-title`}>
      <div className="stack-tight">
        <h2 id={`${id}-title`}>{words.title}</h2>
        <p className="quiet">{words.advice}</p>
      </div>
      <dl className="compared">
        <div>
          <dt>Code</dt>
          <dd className="compared-code">{formatUserCode(review.userCode)}</dd>
        </div>
        {fingerprint !== null && (
          <div>
            <dt>Key fingerprint</dt>
            <dd>
              <Fingerprint text={fingerprint} />
            </dd>
          </div>
        )}
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
          <span>{words.tick}</span>
        </label>
        <Problem id={`${id}-problem`} text={asksToCompare ? DRAFT_PROBLEMS.compared : null} />
      </div>
    </section>
  );
}
