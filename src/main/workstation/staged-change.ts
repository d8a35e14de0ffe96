import { failed, ok, type Result } from '../../shared/result.ts';
import { bytesOf } from './byte-text.ts';
import { type FileSnapshot, isFolder, isUnchanged, readSnapshot } from './file-snapshot.ts';
import { type StagedFile, stageFile } from './stage-file.ts';
import { SystemError } from './system-error.ts';

/** One file of an enrollment, ready to be moved into place. Each method rejects with the system's error. */
export interface StagedChange<Failure> {
  readonly path: string;
  /** Plans and stages again if the file was changed meanwhile. */
  refresh(): Promise<Result<undefined, Failure>>;
  commit(): Promise<Result<undefined, Failure>>;
  discard(): Promise<void>;
}

/** The new text of a file (byte text) given the present one, or null when nothing has to change. */
export type EditPlan<Failure> = (text: string) => Promise<Result<string | null, Failure>>;

/** How often an edit starts over because somebody else keeps writing the file. */
const MAX_ATTEMPTS = 20;

/** A file that is ours alone: what was there before does not matter, unless a folder makes the move impossible. */
export async function stageReplacement(
  path: string,
  content: string,
  mode: 0o600 | 0o644,
): Promise<StagedChange<never>> {
  if (await isFolder(path)) throw new SystemError('EISDIR');
  const staged = await stageFile(path, content, mode);
  return {
    path,
    refresh: async () => ok(undefined),
    commit: async () => {
      await staged.commit();
      return ok(undefined);
    },
    discard: staged.discard,
  };
}

/** A file that others write too: what they wrote since it was read is never lost (security.md F04). */
export async function stageEdit<Failure>(
  path: string,
  plan: EditPlan<Failure>,
): Promise<Result<StagedChange<Failure>, Failure>> {
  const first = await stagePlanned(path, plan);
  if (!first.ok) return first;
  let current = first.value;

  const refresh = async (): Promise<Result<undefined, Failure>> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      if (await isUnchanged(path, current.basis)) return ok(undefined);
      await current.file?.discard();
      const next = await stagePlanned(path, plan);
      if (!next.ok) return failed(next.failure);
      current = next.value;
    }
    throw new SystemError('EBUSY');
  };

  return ok({
    path,
    refresh,
    commit: async () => {
      const fresh = await refresh();
      if (fresh.ok) await current.file?.commit();
      return fresh;
    },
    discard: async () => current.file?.discard(),
  });
}

interface PlannedEdit {
  readonly basis: FileSnapshot;
  /** Null when nothing has to change. */
  readonly file: StagedFile | null;
}

async function stagePlanned<Failure>(
  path: string,
  plan: EditPlan<Failure>,
): Promise<Result<PlannedEdit, Failure>> {
  const basis = await readSnapshot(path);
  const planned = await plan(basis.text);
  if (!planned.ok) return planned;
  if (planned.value === null) return ok({ basis, file: null });
  if (basis.obstacle) throw new SystemError(basis.obstacle);
  return ok({ basis, file: await stageFile(path, bytesOf(planned.value), 0o600) });
}
