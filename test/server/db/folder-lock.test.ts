import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUse, lockFolder } from '../../../server/src/db/folder-lock.ts';

let parent: string;
let folder: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'onbench-lock-'));
  folder = join(parent, 'database');
});
afterEach(async () => {
  await rm(parent, { recursive: true, force: true });
});

/** Beyond what any system gives out. */
const NO_PROCESS = 2 ** 30;

describe('lockFolder', () => {
  it('names its process, and leaves nothing when it is given up', async () => {
    const unlock = await lockFolder(folder);
    expect(await readFile(`${folder}.lock`, 'utf8')).toBe(`${process.pid}\n`);
    await unlock();
    expect(await readdir(parent)).toEqual([]);
    await (await lockFolder(folder))();
  });

  it('refuses a folder that is in use, saying what to do', async () => {
    const unlock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(FolderInUse);
    await expect(lockFolder(folder)).rejects.toThrow(/Stop the Onbench server first/);
    await unlock();
  });

  it('refuses a folder that another running process holds', async () => {
    await writeFile(`${folder}.lock`, `${process.ppid}\n`);
    await expect(lockFolder(folder)).rejects.toThrow(`another process (${process.ppid})`);
  });

  it.each([
    ['a process that has ended', NO_PROCESS],
    ['this process id, before a restart', process.pid],
    ['nobody that could be read', 'garbage'],
  ])('takes over from %s', async (_name, owner) => {
    await writeFile(`${folder}.lock`, `${owner}\n`);
    const unlock = await lockFolder(folder);
    expect(await readFile(`${folder}.lock`, 'utf8')).toBe(`${process.pid}\n`);
    await unlock();
  });
});
