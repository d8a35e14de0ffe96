import type { ProofResult } from '../../shared/enrollment.ts';
import type { RegistrationFailure } from '../../shared/registrations.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { WhoamiOutcome } from '../api/bearer-requests.ts';
import { proveToken, WHOAMI_LIMIT_MS } from '../enrollment/prove-enrollment.ts';
import { withTimeLimit } from '../enrollment/with-time-limit.ts';
import { isHomeOfSsh } from '../workstation/home-of-ssh.ts';
import { proveSsh, skippedProofs } from '../workstation/prove-ssh.ts';
import { sshConfigEntry } from '../workstation/stage-ssh-config.ts';
import { accessTo, type LabContext } from './lab-context.ts';

/** Uses what is kept, as the lab's software will: the token with the server, then the key with the git host. */
export async function proveLab(
  context: LabContext,
  lab: string,
): Promise<Result<readonly ProofResult[], RegistrationFailure>> {
  const whoami = await askWhoami(context, lab);
  if (!whoami.ok) return whoami;
  return ok([proveToken(whoami.value, lab), ...(await proveLogin(context, lab))]);
}

/** Asks the server who the token is, and notes what it says of scopes and expiry. */
export async function askWhoami(
  context: LabContext,
  lab: string,
): Promise<Result<WhoamiOutcome, RegistrationFailure>> {
  const access = await accessTo(context, lab);
  if (!access.ok) return access;
  const { client, token } = access.value;
  const answer = await withTimeLimit(context.clock, WHOAMI_LIMIT_MS, (signal) =>
    client.whoami(token, signal),
  );
  const whoami = answer ?? { kind: 'unreachable' as const };
  if (whoami.kind === 'identity' && whoami.lab === lab) await note(context, lab, whoami);
  return ok(whoami);
}

async function note(
  { store }: LabContext,
  lab: string,
  whoami: Extract<WhoamiOutcome, { kind: 'identity' }>,
): Promise<void> {
  const before = await store.record(lab);
  // A server that does not say leaves what was known.
  const tokenExpiresAt = whoami.expiresAt === undefined ? before.tokenExpiresAt : whoami.expiresAt;
  const isNews =
    tokenExpiresAt !== before.tokenExpiresAt || before.scopes.join() !== whoami.scopes.join();
  if (!isNews) return;
  // Another end is another token: of its thresholds nobody has been told.
  const warnedDays = tokenExpiresAt === before.tokenExpiresAt ? before.warnedDays : null;
  await store.update(lab, { scopes: [...whoami.scopes], tokenExpiresAt, warnedDays });
}

async function proveLogin(
  { store, home, runSsh }: LabContext,
  lab: string,
): Promise<readonly ProofResult[]> {
  const { sshHost } = await store.record(lab);
  if (sshHost === null) return skippedProofs('no-ssh-alias');
  const { privateKey } = await store.filesOf(lab);
  const entry = sshConfigEntry({ ...store.paths, privateKey }, sshHost);
  const configFile = isHomeOfSsh(home) ? null : store.paths.sshConfig;
  return proveSsh({ entry, configFile }, runSsh);
}
