import type { SshHostAlias } from '@onbench/protocol/ssh-host-alias';
import type { RegistrationFailure } from '../../shared/registrations.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import type { RegisteredKey } from '../api/lab-requests.ts';
import { withTimeLimit } from '../enrollment/with-time-limit.ts';
import { generateWorkstationKey } from '../workstation/generate-workstation-key.ts';
import { createPrivateFolder, tightenFolder } from '../workstation/private-folder.ts';
import { readWorkstationKey } from '../workstation/read-workstation-key.ts';
import { renderRegistration } from '../workstation/render-registration.ts';
import type { WorkstationKey } from '../workstation/workstation.ts';
import { accessTo, type LabAccess, type LabContext } from './lab-context.ts';
import { labFolder } from './lab-paths.ts';
import { removeDurably, writeDurably } from './write-durably.ts';

const REGISTRATION_LIMIT_MS = 30_000;

/** How many new keys the server is offered before it is taken at its word. */
const MAX_KEYS = 2;

/**
 * Registers a new key with the lab's token and puts it in the place of the present one. The server drops the old key as
 * it takes the new one, so the new one is on the disk, durably, before it is sent: whoever is killed in between, or never
 * hears the answer, sends the same key again, which changes nothing at the server and brings the answer.
 */
export async function changeKey(
  context: LabContext,
  lab: string,
): Promise<Result<SshHostAlias | null, RegistrationFailure>> {
  const access = await accessTo(context, lab);
  if (!access.ok) return access;
  for (let offered = 1; ; offered += 1) {
    const key = await nextKey(context, lab);
    const registered = await registerKey(context, access.value, key);
    if (registered.ok) {
      await putInPlace(context, lab, { ...access.value, key, registered: registered.value });
      return ok(registered.value.sshHostAlias);
    }
    if (!leavesDoubt(registered.failure)) await dropNextKey(context, lab);
    if (registered.failure.kind !== 'key-refused' || offered === MAX_KEYS) return registered;
  }
}

/** Whether a new key waits for the server's answer. */
export async function isKeyChangePending({ store }: LabContext, lab: string): Promise<boolean> {
  const found = await readWorkstationKey(labFolder(store.paths, lab).nextPrivateKey, '');
  return found.kind === 'read';
}

/** Registers the key that is there already: it brings the answer that registration.json is made of. */
export async function registerPresentKey(
  context: LabContext,
  lab: string,
  key: WorkstationKey,
): Promise<Result<SshHostAlias | null, RegistrationFailure>> {
  const access = await accessTo(context, lab);
  if (!access.ok) return access;
  const registered = await registerKey(context, access.value, key);
  if (!registered.ok) return registered;
  await writeRegistration(context, lab, { ...access.value, key, registered: registered.value });
  return ok(registered.value.sshHostAlias);
}

interface Change extends LabAccess {
  readonly key: WorkstationKey;
  readonly registered: RegisteredKey;
}

/** The key of a change that was interrupted, or a new one. */
async function nextKey({ store, hostSlug }: LabContext, lab: string): Promise<WorkstationKey> {
  const { nextPrivateKey } = labFolder(store.paths, lab);
  const waiting = await readWorkstationKey(nextPrivateKey, `pychron-${hostSlug}`);
  if (waiting.kind === 'read') return waiting.key;
  const key = generateWorkstationKey(hostSlug);
  // Written down with it: so far a lab that nobody has noted is known by the files that are about to change.
  await store.update(lab, {});
  await writeDurably(nextPrivateKey, key.privateKey.reveal(), 0o600);
  return key;
}

async function registerKey(
  { clock }: LabContext,
  { client, token }: LabAccess,
  key: WorkstationKey,
): Promise<Result<RegisteredKey, RegistrationFailure>> {
  const answer = await withTimeLimit(clock, REGISTRATION_LIMIT_MS, (signal) =>
    client.registerKey(token, key, signal),
  );
  return answer ?? failed({ kind: 'server-unreachable', trouble: 'timed-out' });
}

/** Without a clear no, the server may have taken the key. */
function leavesDoubt({ kind }: RegistrationFailure): boolean {
  return kind === 'server-unreachable' || kind === 'server-error' || kind === 'bad-response';
}

async function dropNextKey({ store }: LabContext, lab: string): Promise<void> {
  await removeDurably(labFolder(store.paths, lab).nextPrivateKey);
}

/** The private key first: it is what works now. Its copy under the name of the next one goes last, and marks the end. */
async function putInPlace(context: LabContext, lab: string, change: Change): Promise<void> {
  const { store } = context;
  const files = await store.filesOf(lab);
  await createPrivateFolder(store.paths.keysFolder);
  await tightenFolder(store.paths.keysFolder, 0o077);
  await writeDurably(files.privateKey, change.key.privateKey.reveal(), 0o600);
  await writeDurably(files.publicKey, `${change.key.publicKeyLine}\n`, 0o644);
  await writeRegistration(context, lab, change);
  await dropNextKey(context, lab);
}

async function writeRegistration(
  { store }: LabContext,
  lab: string,
  { registered, token, key }: Change,
): Promise<void> {
  const { registration } = await store.filesOf(lab);
  await writeDurably(registration, renderRegistration(registered.sshKey, token), 0o600);
  const sshHost = registered.sshHostAlias ?? (await store.record(lab)).sshHost;
  await store.update(lab, { keyFingerprint: key.fingerprint, sshHost });
}
