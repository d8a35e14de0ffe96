import type { MintedCredential } from '@onbench/protocol/device-code-grant';
import type { Scope } from '@onbench/protocol/scopes';
import { assertNever } from '../../shared/assert-never.ts';
import type { EnrolledFiles, ProofResult } from '../../shared/enrollment.ts';
import type { WhoamiOutcome } from '../api/bearer-requests.ts';
import type { EnrollmentClient } from '../api/enrollment-client.ts';
import type { Clock } from '../platform/clock.ts';
import type { Workstation } from '../workstation/workstation.ts';
import { withTimeLimit } from './with-time-limit.ts';

export const WHOAMI_LIMIT_MS = 15_000;

const NEEDED_SCOPE: Scope = 'workstations:register_ssh_key';

export interface ProveEnrollmentOptions {
  readonly client: Pick<EnrollmentClient, 'whoami'>;
  readonly workstation: Pick<Workstation, 'proveSsh'>;
  readonly clock: Clock;
  readonly credential: MintedCredential;
  readonly files: EnrolledFiles;
}

/** Uses what was kept, as the lab's software will: the token with the server, the key with the git host. */
export async function proveEnrollment(
  options: ProveEnrollmentOptions,
): Promise<readonly ProofResult[]> {
  const { client, workstation, clock, credential, files } = options;
  const whoami = await withTimeLimit(clock, WHOAMI_LIMIT_MS, (signal) =>
    client.whoami(credential.apiToken, signal),
  );
  const tokenProof = proveToken(whoami ?? { kind: 'unreachable' }, credential.lab);
  return [tokenProof, ...(await workstation.proveSsh(credential, files))];
}

export function proveToken(whoami: WhoamiOutcome, lab: string): ProofResult {
  switch (whoami.kind) {
    case 'refused':
      return tokenFailed('token-refused');
    case 'unreachable':
      return tokenFailed('server-unreachable');
    case 'identity':
      if (whoami.lab !== lab) return tokenFailed('other-lab');
      if (!whoami.scopes.includes(NEEDED_SCOPE)) return tokenFailed('scope-missing');
      return { check: 'token', outcome: 'passed', reason: null };
    default:
      return assertNever(whoami);
  }
}

function tokenFailed(reason: ProofResult['reason']): ProofResult {
  return { check: 'token', outcome: 'failed', reason };
}
