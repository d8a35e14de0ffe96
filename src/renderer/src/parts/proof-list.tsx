import { CircleCheck, CircleMinus, CircleX, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  PROOF_CHECKS,
  PROOF_OUTCOMES,
  PROOF_REASONS,
} from '../../../shared/copy/enrollment-copy.ts';
import type { ProofResult } from '../../../shared/enrollment.ts';

const ICONS: Record<ProofResult['outcome'], LucideIcon> = {
  passed: CircleCheck,
  skipped: CircleMinus,
  failed: CircleX,
};

/** Each proof with its outcome in words: a skip is never dressed up as a success. */
export function ProofList({ proofs }: { proofs: readonly ProofResult[] }): ReactNode {
  return (
    <ul className="proofs" aria-label="Checks">
      {proofs.map((proof) => (
        <Proof key={proof.check} proof={proof} />
      ))}
    </ul>
  );
}

function Proof({ proof }: { proof: ProofResult }): ReactNode {
  const Icon = ICONS[proof.outcome];
  return (
    <li data-outcome={proof.outcome}>
      <Icon size={18} aria-hidden="true" />
      <div>
        <p>
          {PROOF_CHECKS[proof.check]}
          <span className="proof-outcome"> {PROOF_OUTCOMES[proof.outcome]}</span>
        </p>
        {proof.reason !== null && <p className="quiet">{PROOF_REASONS[proof.reason]}</p>}
        {proof.options && proof.options.length > 0 && (
          <p className="quiet">
            Options that an earlier line decides: <code>{proof.options.join(', ')}</code>
          </p>
        )}
      </div>
    </li>
  );
}
