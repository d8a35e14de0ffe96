import type { RegistrationFailure } from '../../shared/registrations.ts';
import { ok, type Result } from '../../shared/result.ts';
import { readWorkstationKey } from '../workstation/read-workstation-key.ts';
import { changeKey, isKeyChangePending, registerPresentKey } from './change-key.ts';
import type { LabContext } from './lab-context.ts';
import { lookAtLab } from './look-at-lab.ts';
import { pinHostKey, pointSshConfigAt } from './restore-ssh-access.ts';
import { writeDurably } from './write-durably.ts';

type Outcome = Result<undefined, RegistrationFailure>;

/** Rebuilds what can be rebuilt: from the notes what is of ssh, from the server the registration, and a new key. */
export async function repairLab(context: LabContext, lab: string): Promise<Outcome> {
  // First what needs nobody: it may be all that is broken.
  const local = await restoreSshFiles(context, lab);
  const remote = await restoreFromServer(context, lab);
  if (!remote.ok) return remote;
  // Once more: the server may have named another host, or a key is there only now.
  return local.ok ? restoreSshFiles(context, lab) : local;
}

/** The ssh config's block and the pinned host key, as the notes have them. */
export async function restoreSshFiles(context: LabContext, lab: string): Promise<Outcome> {
  const { store } = context;
  const { sshHost } = await store.record(lab);
  if (sshHost === null) return ok(undefined);
  const pinned = await pinHostKey(store.paths, sshHost);
  if (!pinned.ok) return pinned;
  const { privateKey } = await store.filesOf(lab);
  // A block that names a key that is not there would be no better than none.
  const key = await readWorkstationKey(privateKey, '');
  return key.kind === 'missing'
    ? ok(undefined)
    : pointSshConfigAt(store.paths, sshHost, privateKey);
}

async function restoreFromServer(context: LabContext, lab: string): Promise<Outcome> {
  const { store, hostSlug } = context;
  const { lines } = await lookAtLab(context, lab, await store.record(lab));
  const passes = (name: string) =>
    lines.some((line) => line.name === name && line.verdict.kind === 'passed');
  if (passes('key') && passes('registration')) return ok(undefined);
  const files = await store.filesOf(lab);
  const key = await readWorkstationKey(files.privateKey, `pychron-${hostSlug}`);
  if (key.kind !== 'read' || (await isKeyChangePending(context, lab))) {
    const changed = await changeKey(context, lab);
    return changed.ok ? ok(undefined) : changed;
  }
  // Written anew for its permissions, and the public half beside it from the private one.
  await writeDurably(files.privateKey, key.key.privateKey.reveal(), 0o600);
  await writeDurably(files.publicKey, `${key.key.publicKeyLine}\n`, 0o644);
  const registered = await registerPresentKey(context, lab, key.key);
  return registered.ok ? ok(undefined) : registered;
}
