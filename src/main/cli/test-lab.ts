import { OPERATIONS } from '../../shared/copy/registration-copy.ts';
import { registrationFailureWords } from '../../shared/copy/registration-failure-copy.ts';
import type { ProofResult } from '../../shared/enrollment.ts';
import type { RegistrationOutcome } from '../../shared/registrations.ts';
import { proofLine } from './enroll-words.ts';
import { type Ending, endingOfRegistration } from './exit-code.ts';
import { chooseLab, type LabContext } from './lab-commands.ts';

/** Asks the server about the token, then logs in at the git host: the window's *Test connection*. */
export async function testLab(name: string | null, context: LabContext): Promise<Ending> {
  const { registrations, reporter } = context;
  await registrations.resume();
  const lab = chooseLab(name, context);
  if (lab === null) return 'not-enrolled';
  registrations.testConnection(lab);
  await registrations.ended;
  const { outcome } = registrations.state;
  if (outcome?.kind !== 'tested') return tellFailure(outcome, context);
  const { proofs } = outcome;
  reporter.tell({ event: 'tested', lab, proofs }, [`${lab}:`, ...proofs.map(proofLine)]);
  const failure = proofs.find((proof) => proof.outcome === 'failed');
  return failure ? endingOfProof(failure) : 'ok';
}

function endingOfProof({ reason }: ProofResult): Ending {
  switch (reason) {
    case 'server-unreachable':
    case 'host-unreachable':
      return 'network';
    case 'host-key-differs':
      return 'host-key';
    default:
      return 'workstation';
  }
}

/** Of an operation that came to nothing. */
export function tellFailure(
  outcome: RegistrationOutcome | null,
  { reporter, terminal }: LabContext,
): Ending {
  if (outcome?.kind !== 'failed') throw new Error(`It ended as ${outcome?.kind}`);
  const { operation, lab, failure } = outcome;
  const { what, next } = registrationFailureWords(failure);
  reporter.tell({ event: 'failed', operation, lab, failure }, []);
  const ending = endingOfRegistration(failure);
  reporter.refuse(ending, [`${OPERATIONS[operation]}. ${what}`, next]);
  if (failure.kind === 'not-revoked') terminal.complain('--here-alone does that.');
  return ending;
}
