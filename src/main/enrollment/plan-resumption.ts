import type { MintedCredential } from '@onbench/protocol/device-code-grant';
import type { Secret } from '@onbench/protocol/secret';
import type { EnrollmentFailure } from '../../shared/enrollment.ts';
import type { Workstation } from '../workstation/workstation.ts';
import type { Unfinished } from './enrollment-journal.ts';
import { credentialOf, digestOf, type FinishingEntry } from './journal-entry.ts';
import type { EnrollmentSecrets, PendingEnrollment } from './pending-enrollment.ts';
import type { Approval } from './request-approval.ts';

/** How long a server gives its answer again to a client that has not acknowledged it (protocol.md section 1). */
const DELIVERED_AGAIN_MS = 10 * 60 * 1_000;

type Interruption = Extract<EnrollmentFailure, { kind: 'interrupted' }>;

/** How to go on with what an earlier process left. */
export type Resumption =
  | {
      readonly kind: 'wait';
      readonly pending: PendingEnrollment;
      /** What it means when the code is good for nothing any more. */
      readonly onGone: EnrollmentFailure;
    }
  | {
      readonly kind: 'finish';
      readonly approval: Approval;
      /** What the keyring held for the lab before the new token. */
      readonly earlierToken: Secret | null;
    }
  | { readonly kind: 'give-up'; readonly failure: Interruption };

/** Looks at what is left, in the journal and in the keyring; changes nothing. */
export async function planResumption(
  unfinished: Unfinished,
  workstation: Pick<Workstation, 'findToken'>,
): Promise<Resumption> {
  if (unfinished.kind === 'waiting') {
    return { kind: 'wait', pending: unfinished.secrets.pending, onGone: { kind: 'expired' } };
  }
  const { entry, secrets } = unfinished;
  const found = await workstation.findToken(entry.lab);
  const kept = secrets.ok ? secrets.value : null;
  const token = found.ok ? newToken(entry, found.value) : null;
  const credential = kept && token && completeCredential(entry, kept, token);
  if (kept && credential) {
    const { key, grant } = kept.pending;
    const approval = { key, deviceCode: grant.deviceCode, credential };
    return { kind: 'finish', approval, earlierToken: kept.earlierToken };
  }
  const keyringFailed = !secrets.ok || !found.ok || (entry.secretsKept && !kept);
  const failure = interruption(entry, keyringFailed, token !== null);
  if (!kept || entry.tokenPlace === 'by-hand') return { kind: 'give-up', failure };
  // The answer is lost here, but not yet at the server: it is asked for as if nothing had come.
  const pending = { ...kept.pending, expiresAtMs: entry.approvedAtMs + DELIVERED_AGAIN_MS };
  return { kind: 'wait', pending, onGone: failure };
}

/** What the keyring holds for the lab, if it is the token of this very approval. */
function newToken({ tokenDigest }: FinishingEntry, found: Secret | null): Secret | null {
  return found && digestOf(found) === tokenDigest ? found : null;
}

function completeCredential(
  entry: FinishingEntry,
  kept: EnrollmentSecrets,
  token: Secret,
): MintedCredential | null {
  if (entry.hasDatabaseKey && !kept.databaseKey) return null;
  return credentialOf(entry, token, kept.databaseKey);
}

function interruption(
  { lab, tokenPlace }: FinishingEntry,
  keyringFailed: boolean,
  hasToken: boolean,
): Interruption {
  const tokenByHand = tokenPlace === 'by-hand';
  const missing = hasToken || tokenByHand ? 'private-key' : 'token';
  const keyringMayHelp = keyringFailed && !tokenByHand && tokenPlace !== 'refused';
  return { kind: 'interrupted', lab, missing: keyringMayHelp ? 'keyring' : missing, tokenByHand };
}
