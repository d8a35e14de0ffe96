import { readdir } from 'node:fs/promises';
import { labName } from '@onbench/protocol/names';
import { readSnapshot } from '../workstation/file-snapshot.ts';
import { createPrivateFolder, removeIfEmpty } from '../workstation/private-folder.ts';
import { systemErrorCode } from '../workstation/system-error.ts';
import type { WorkstationPaths } from '../workstation/workstation-paths.ts';
import { fixedFiles, indexFile, type LabFiles, labFolder, labsFolder } from './lab-paths.ts';
import { EMPTY_RECORD, type LabIndex, type LabRecord, labIndex, labRecord } from './lab-record.ts';
import { jsonOrNull } from './read-registration.ts';
import { recogniseLab } from './recognise-lab.ts';
import { exists, removeDurably, writeDurably } from './write-durably.ts';

/**
 * Onbench's notes of the labs on this machine, in `~/.pychron/labs`. Reading writes nothing: a lab that nobody has noted
 * is recognised from its files each time, until something about it has to be kept. Rejects with the system's errors.
 */
export class LabStore {
  readonly paths: WorkstationPaths;
  readonly #fallbackApiBaseUrl: () => string | null;
  #lastUpdate: Promise<unknown> = Promise.resolve();

  /** `fallbackApiBaseUrl` is where the technician last enrolled: the server of a lab that nobody has noted. */
  constructor(paths: WorkstationPaths, fallbackApiBaseUrl: () => string | null) {
    this.paths = paths;
    this.#fallbackApiBaseUrl = fallbackApiBaseUrl;
  }

  async index(): Promise<LabIndex> {
    const index = labIndex.parse((await readJson(indexFile(this.paths))) ?? {});
    if (index.current !== null) return index;
    // A move without a lab to move is damage, and leads nowhere.
    const recognised = await recogniseLab(this.paths);
    return { ...index, current: recognised?.lab ?? null, move: null };
  }

  async writeIndex(index: LabIndex): Promise<void> {
    await this.#createFolders();
    await writeDurably(indexFile(this.paths), toText(index), 0o600);
  }

  /** The current lab first, then by name. */
  async labs(): Promise<readonly string[]> {
    const { current } = await this.index();
    const others = (await this.#folderNames()).filter((name) => name !== current).sort();
    return current === null ? others : [current, ...others];
  }

  async record(lab: string): Promise<LabRecord> {
    const noted = await readJson(labFolder(this.paths, lab).record);
    if (noted !== null) return labRecord.parse(noted);
    const recognised = await recogniseLab(this.paths);
    const record = recognised?.lab === lab ? recognised.record : EMPTY_RECORD;
    return { ...record, apiBaseUrl: this.#fallbackApiBaseUrl() };
  }

  /** One at a time: a change that was read over another one would undo it. */
  async update(lab: string, changes: Partial<LabRecord>): Promise<void> {
    const written = this.#lastUpdate.then(async () => {
      const record = { ...(await this.record(lab)), ...changes };
      await this.createFolder(lab);
      await writeDurably(labFolder(this.paths, lab).record, toText(record), 0o600);
    });
    this.#lastUpdate = written.catch(() => undefined);
    await written;
  }

  async createFolder(lab: string): Promise<void> {
    await this.#createFolders();
    await createPrivateFolder(labFolder(this.paths, lab).folder);
  }

  /** Where the three files of a lab are at the moment. */
  async filesOf(lab: string): Promise<LabFiles> {
    const { current, move } = await this.index();
    const fixed = move?.kind === 'park' ? move.from : move?.kind === 'place' ? null : current;
    return lab === fixed ? fixedFiles(this.paths) : labFolder(this.paths, lab).parked;
  }

  /** Forgets a lab of which nothing is left. */
  async forget(lab: string): Promise<void> {
    const { folder, record } = labFolder(this.paths, lab);
    await removeDurably(record);
    await removeIfEmpty(folder);
  }

  /** Removes the index, and the folder with it, when there is no lab any more. Gives whether there was a folder. */
  async forgetIndex(): Promise<boolean> {
    const hadFolder = await exists(labsFolder(this.paths));
    await removeDurably(indexFile(this.paths));
    await removeIfEmpty(labsFolder(this.paths));
    return hadFolder;
  }

  async #createFolders(): Promise<void> {
    await createPrivateFolder(this.paths.pychronFolder);
    await createPrivateFolder(labsFolder(this.paths));
  }

  async #folderNames(): Promise<readonly string[]> {
    try {
      const entries = await readdir(labsFolder(this.paths), { withFileTypes: true });
      return entries
        .filter((entry) => entry.isDirectory() && labName.safeParse(entry.name).success)
        .map(({ name }) => name);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }
}

/** Null where there is no such file. A damaged one is as good as an empty one: every field falls back by itself. */
async function readJson(path: string): Promise<object | null> {
  const { text, identity } = await readSnapshot(path);
  if (identity === null) return null;
  const value = jsonOrNull(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function toText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
