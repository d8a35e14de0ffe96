import type { Secret } from '@onbench/protocol/secret';
import type { RegistrationFailure } from '../../shared/registrations.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import type { LabClient } from '../api/lab-client.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Keyring } from '../workstation/keyring.ts';
import type { RunSsh } from '../workstation/run-ssh.ts';
import type { LabStore } from './lab-store.ts';
import type { RunGit } from './run-git.ts';

/** What every operation on a lab works with. */
export interface LabContext {
  readonly store: LabStore;
  /** The home folder that files go to. In a trial it is not the person's own. */
  readonly home: string;
  /** Of file names and key comments. */
  readonly hostSlug: string;
  readonly keyring: Keyring;
  readonly createClient: (apiBaseUrl: string) => LabClient;
  readonly clock: Clock;
  readonly wallTimeMs: () => number;
  readonly runSsh: RunSsh;
  readonly runGit: RunGit;
  readonly log: Log;
}

/** A lab's server, and the token that it knows this workstation by. */
export interface LabAccess {
  readonly client: LabClient;
  readonly token: Secret;
}

export async function findToken(
  { keyring }: LabContext,
  lab: string,
): Promise<Result<Secret, RegistrationFailure>> {
  const found = await keyring.get(lab);
  if (!found.ok) return failed({ kind: 'keyring', reason: found.failure });
  return found.value === null ? failed({ kind: 'token-missing' }) : ok(found.value);
}

/** The token goes to the server that the lab was enrolled at and nowhere else (security.md N04). */
export async function accessTo(
  context: LabContext,
  lab: string,
): Promise<Result<LabAccess, RegistrationFailure>> {
  const { apiBaseUrl } = await context.store.record(lab);
  if (apiBaseUrl === null) return failed({ kind: 'server-unknown' });
  const token = await findToken(context, lab);
  if (!token.ok) return token;
  return ok({ client: context.createClient(apiBaseUrl), token: token.value });
}
