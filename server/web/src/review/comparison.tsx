import { useId } from 'react';
import { Problem } from '../parts/field.tsx';
import { Fingerprint } from './fingerprint.tsx';

interface ComparisonProps {
  readonly words: { readonly title: string; readonly advice: string; readonly tick: string };
  /** As the screen of what asks shows it. */
  readonly code: string;
  /** Null where there is no key: then the code alone is compared. */
  readonly fingerprint: string | null;
  readonly compared: boolean;
  readonly problem: string | null;
  readonly onCompare: (compared: boolean) => void;
}

/**
 * What tells this request from an impostor's (security.md T01): the person compares, the page only shows. A scanned link
 * brings its own code, so only the other screen tells whose it is (security.md T02).
 */
export function Comparison(props: ComparisonProps) {
  const { words, code, fingerprint, compared, problem, onCompare } = props;
  const id = useId();
  return (
    <section className="card comparison stack" aria-labelledby={`${id}-title`}>
      <div className="stack-tight">
        <h2 id={`${id}-title`}>{words.title}</h2>
        <p className="quiet">{words.advice}</p>
      </div>
      <dl className="compared">
        <div>
          <dt>Code</dt>
          <dd className="compared-code">{code}</dd>
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
            checked={compared}
            aria-invalid={problem !== null}
            aria-describedby={problem === null ? undefined : `${id}-problem`}
            onChange={(event) => onCompare(event.target.checked)}
          />
          <span>{words.tick}</span>
        </label>
        <Problem id={`${id}-problem`} text={problem} />
      </div>
    </section>
  );
}
