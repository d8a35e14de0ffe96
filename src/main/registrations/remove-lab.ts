import { rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { RegistrationFailure, ServerSide } from '../../shared/registrations.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import { withTimeLimit } from '../enrollment/with-time-limit.ts';
import { readSnapshot, resolveLinks } from '../workstation/file-snapshot.ts';
import { removeIfEmpty } from '../workstation/private-folder.ts';
import { readSshConfig } from '../workstation/read-ssh-config.ts';
import { removeFromSshConfig } from '../workstation/remove-from-ssh-config.ts';
import { stageEdit } from '../workstation/staged-change.ts';
import { databaseKeyPath } from '../workstation/workstation-paths.ts';
import { findToken, type LabContext } from './lab-context.ts';
import { labFolder } from './lab-paths.ts';
import type { LabRecord } from './lab-record.ts';
import type { LabStore } from './lab-store.ts';
import { aliasOf, ownHostKeyLine } from './plan-removal.ts';
import { finishMove, removeFiles } from './switch-lab.ts';
import { exists, removeDurably } from './write-durably.ts';

const REVOCATION_LIMIT_MS = 15_000;

export interface Removal {
  /** False after a server that could not be reached: token and key stay valid there. */
  readonly atServer: boolean;
  readonly alsoClones: boolean;
}

export interface Removed {
  readonly server: ServerSide;
  readonly clonesKept: readonly string[];
}

/**
 * Ends a lab on this workstation: at the server first, as long as there is a token to do it with, then here. That the end
 * has begun is noted before anything is deleted, so a removal that was interrupted goes on with {@link wipeLab}.
 */
export async function removeLab(
  context: LabContext,
  lab: string,
  { atServer, alsoClones }: Removal,
): Promise<Result<Removed, RegistrationFailure>> {
  const settled = await finishMove(context.store);
  if (!settled.ok) return settled;
  const server = atServer ? await revokeAtServer(context, lab) : ok('left-on-server' as const);
  if (!server.ok) return server;
  await context.store.update(lab, { ending: { server: server.value, alsoClones } });
  return wipeLab(context, lab);
}

async function revokeAtServer(
  context: LabContext,
  lab: string,
): Promise<Result<ServerSide, RegistrationFailure>> {
  const token = await findToken(context, lab);
  if (!token.ok) return token.failure.kind === 'token-missing' ? ok('no-token') : token;
  const { apiBaseUrl } = await context.store.record(lab);
  if (apiBaseUrl === null) return failed({ kind: 'server-unknown' });
  const client = context.createClient(apiBaseUrl);
  const answer = await withTimeLimit(context.clock, REVOCATION_LIMIT_MS, (signal) =>
    client.revokeOwnToken(token.value, signal),
  );
  if (answer === 'revoked') return ok('revoked');
  return failed({ kind: 'not-revoked' });
}

/** Deletes what is left of a lab whose end has begun. What uses a file goes before the file; the note of it goes last. */
export async function wipeLab(
  context: LabContext,
  lab: string,
): Promise<Result<Removed, RegistrationFailure>> {
  const { store } = context;
  const record = await store.record(lab);
  const files = await store.filesOf(lab);
  const folder = labFolder(store.paths, lab);
  const unblocked = await removeBlock(context, aliasOf(lab, record));
  if (!unblocked.ok) return unblocked;
  await removeHostKey(context, lab);
  await removeFiles(files);
  await removeFiles(folder.parked);
  await removeDurably(folder.nextPrivateKey);
  await removeDurably(databaseKeyPath(store.paths, lab));
  const deleted = await context.keyring.delete(lab);
  if (!deleted.ok) return failed({ kind: 'keyring', reason: deleted.failure });
  const clonesKept = await removeClones(context, record);
  const index = await store.index();
  if (index.current === lab) await store.writeIndex({ ...index, current: null });
  await store.forget(lab);
  await removeWhatWeMade(store);
  return ok({ server: record.ending?.server ?? 'left-on-server', clonesKept });
}

async function removeBlock(
  { store }: LabContext,
  alias: string,
): Promise<Result<undefined, RegistrationFailure>> {
  const path = await resolveLinks(store.paths.sshConfig);
  return edit(path, (text) => {
    const { damagedAt } = readSshConfig(text);
    if (damagedAt === null) return ok(removeFromSshConfig(text, alias));
    const line = damagedAt + 1;
    return failed({ kind: 'ssh-config-conflict', path, problem: 'damaged-markers', line });
  });
}

async function removeHostKey(context: LabContext, lab: string): Promise<void> {
  const line = await ownHostKeyLine(context, lab);
  if (line === null) return;
  await edit(context.store.paths.knownHosts, (text) =>
    ok(
      text
        .split('\n')
        .filter((present) => present !== line)
        .join('\n'),
    ),
  );
}

async function edit(
  path: string,
  plan: (text: string) => Result<string, RegistrationFailure>,
): Promise<Result<undefined, RegistrationFailure>> {
  const staged = await stageEdit<RegistrationFailure>(path, async (text) => {
    const planned = plan(text);
    return planned.ok ? ok(planned.value === text ? null : planned.value) : planned;
  });
  if (!staged.ok) return staged;
  try {
    return await staged.value.commit();
  } finally {
    await staged.value.discard();
  }
}

/** Only what Onbench cloned, and only under the folder that it clones to. Gives those that stay. */
async function removeClones(
  { home }: LabContext,
  { clones, ending }: LabRecord,
): Promise<readonly string[]> {
  const kept: string[] = [];
  const root = join(home, 'Pychron') + sep;
  for (const { path } of clones) {
    const isOurs = join(path).startsWith(root);
    if (ending?.alsoClones && isOurs) await rm(path, { recursive: true, force: true });
    else if (await exists(path)) kept.push(path);
  }
  return kept;
}

/** After the last lab: the files and folders that the first one found missing, as far as nobody else uses them. */
export async function removeWhatWeMade(store: LabStore): Promise<void> {
  const { made } = await store.index();
  if ((await store.labs()).length > 0) return;
  const { knownHosts, sshConfig, sshFolder, keysFolder, pychronFolder } = store.paths;
  if (made.includes('known-hosts')) await removeIfBlank(knownHosts);
  if (made.includes('ssh-config')) await removeIfBlank(sshConfig);
  if (made.includes('ssh-folder')) await removeIfEmpty(sshFolder);
  if (made.includes('keys-folder')) await removeIfEmpty(keysFolder);
  // Nobody uses a folder in which there was nothing but ours.
  if (await store.forgetIndex()) await removeIfEmpty(pychronFolder);
}

async function removeIfBlank(path: string): Promise<void> {
  const { text, identity } = await readSnapshot(path);
  if (identity !== null && text === '') await removeDurably(path);
}
