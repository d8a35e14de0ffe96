import type { RegistrationFailure } from '../../shared/registrations.ts';
import { ok, type Result } from '../../shared/result.ts';
import { fixedFiles, type LabFiles, labFolder } from './lab-paths.ts';
import type { LabIndex } from './lab-record.ts';
import type { LabStore } from './lab-store.ts';
import { pointSshConfigAt } from './restore-ssh-access.ts';
import { copyDurably, exists, removeDurably } from './write-durably.ts';

type Outcome = Result<undefined, RegistrationFailure>;

/** An index whose move is not over. */
interface Move extends LabIndex {
  readonly current: string;
  readonly move: NonNullable<LabIndex['move']>;
}

/** In this order: the key is there before what tells of it. */
const FILES = [
  ['privateKey', 0o600],
  ['publicKey', 0o644],
  ['registration', 0o600],
] as const;

/**
 * Lets a lab take the fixed names; the one that has them is parked in its folder. A lab without files leaves the names
 * free. Every file is copied before anything stops using the original, and each step is noted before it begins, so after
 * a kill at any point both labs still log in, and {@link finishMove} goes on.
 */
export async function makeCurrent(store: LabStore, lab: string): Promise<Outcome> {
  const unfinished = await finishMove(store);
  if (!unfinished.ok) return unfinished;
  const index = await store.index();
  if (index.current === lab) return ok(undefined);
  const from = index.current;
  // Written down with it: so far a lab that nobody has noted is known by the files that now move.
  if (from !== null) await store.update(from, {});
  await store.createFolder(lab);
  await store.writeIndex({ ...index, current: lab, move: await firstMove(store, lab, from) });
  return finishMove(store);
}

/** Nothing moves where no lab has the fixed names and none waits for them: what stands there is not ours to remove. */
async function firstMove(
  store: LabStore,
  lab: string,
  from: string | null,
): Promise<LabIndex['move']> {
  if (from !== null) return { kind: 'park', from };
  const { privateKey, registration } = labFolder(store.paths, lab).parked;
  const waits = (await exists(privateKey)) || (await exists(registration));
  return waits ? { kind: 'place' } : null;
}

/** Goes on with a move that was interrupted. */
export async function finishMove(store: LabStore): Promise<Outcome> {
  for (let index = await store.index(); index.move !== null; index = await store.index()) {
    const { current, move } = index;
    // Whoever writes a move names the lab that it is for.
    if (current === null) throw new Error('a move without a lab');
    const done = await take(store, { ...index, current, move });
    if (!done.ok) return done;
  }
  return ok(undefined);
}

async function take(store: LabStore, index: Move): Promise<Outcome> {
  if (index.move.kind === 'park') return park(store, index, index.move.from);
  return index.move.kind === 'place' ? place(store, index) : tidy(store, index);
}

async function park(store: LabStore, index: Move, from: string): Promise<Outcome> {
  const { parked } = labFolder(store.paths, from);
  await store.createFolder(from);
  const hasKey = await copyFiles(fixedFiles(store.paths), parked);
  const pointed = hasKey ? await pointAt(store, from, parked) : ok(undefined);
  if (!pointed.ok) {
    // Nothing but copies was made so far: the lab stays where it is.
    await store.writeIndex({ ...index, current: from, move: { kind: 'tidy' } });
    await finishMove(store);
    return pointed;
  }
  await store.writeIndex({ ...index, move: { kind: 'place' } });
  return ok(undefined);
}

async function place(store: LabStore, index: Move): Promise<Outcome> {
  const { current } = index;
  const fixed = fixedFiles(store.paths);
  const hasKey = await copyFiles(labFolder(store.paths, current).parked, fixed);
  const pointed = hasKey ? await pointAt(store, current, fixed) : ok(undefined);
  if (!pointed.ok) return pointed;
  await store.writeIndex({ ...index, move: { kind: 'tidy' } });
  return ok(undefined);
}

async function tidy(store: LabStore, index: Move): Promise<Outcome> {
  await removeFiles(labFolder(store.paths, index.current).parked);
  await store.writeIndex({ ...index, move: null });
  return ok(undefined);
}

/** Makes the target like the source, in what is missing too. Gives whether there is a private key. */
async function copyFiles(from: LabFiles, to: LabFiles): Promise<boolean> {
  let hasKey = false;
  for (const [name, mode] of FILES) {
    const copied = await copyDurably(from[name], to[name], mode);
    if (!copied) await removeDurably(to[name]);
    if (name === 'privateKey') hasKey = copied;
  }
  return hasKey;
}

export async function removeFiles(files: LabFiles): Promise<void> {
  for (const [name] of FILES) await removeDurably(files[name]);
}

async function pointAt(store: LabStore, lab: string, { privateKey }: LabFiles): Promise<Outcome> {
  const { sshHost } = await store.record(lab);
  return sshHost === null ? ok(undefined) : pointSshConfigAt(store.paths, sshHost, privateKey);
}
