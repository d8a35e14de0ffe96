import { chmod, chown, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type FolderCheckOptions,
  folderCheck,
} from '../../../src/main/workstation/check-folder.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const OWN_UID = process.getuid?.() ?? null;

function check(folder: string, options: Partial<FolderCheckOptions> = {}) {
  const { signal } = new AbortController();
  return folderCheck({
    name: 'ssh-folder',
    folder,
    writtenTo: folder,
    warnsOfSharing: true,
    ownUid: OWN_UID,
    ...options,
  }).run(signal);
}

async function sshFolder(mode: number): Promise<string> {
  const folder = join(await scratchFolder(), '.ssh');
  await mkdir(folder);
  await chmod(folder, mode);
  return folder;
}

describe('folderCheck', () => {
  it.each([0o700, 0o755, 0o750])('passes for a folder of mode %o', async (mode) => {
    expect(await check(await sshFolder(mode))).toEqual({ kind: 'passed' });
  });

  it('passes for a folder that can be made, and makes nothing', async () => {
    const home = await scratchFolder();
    const folder = join(home, 'new-home/.pychron');
    const writtenTo = join(folder, 'keys');
    expect(await check(folder, { writtenTo, warnsOfSharing: false })).toEqual({ kind: 'passed' });
    expect(await readdir(home)).toEqual([]);
  });

  it.each([
    [0o775, '775'],
    [0o722, '722'],
    [0o1777, '1777'],
  ])('warns of a folder of mode %o', async (bits, mode) => {
    const path = await sshFolder(bits);
    const problem = { kind: 'writable-by-others', path, mode };
    expect(await check(path)).toEqual({ kind: 'problem', problem });
  });

  it('looks at the folder that a link leads to', async () => {
    const path = join(await scratchFolder(), 'link');
    await symlink(await sshFolder(0o777), path);
    expect(await check(path)).toMatchObject({ problem: { kind: 'writable-by-others', path } });
  });

  it('lets the modes of our own folder be: the installation narrows them', async () => {
    const folder = await sshFolder(0o777);
    expect(await check(folder, { warnsOfSharing: false })).toEqual({ kind: 'passed' });
  });

  it('names a file that stands in the place of the folder', async () => {
    const folder = join(await scratchFolder(), '.pychron');
    await writeFile(folder, '');
    const path = join(folder, 'keys');
    const problem = { kind: 'not-a-folder', path };
    expect(await check(folder, { writtenTo: path })).toEqual({ kind: 'problem', problem });
  });

  it('names a link that leads nowhere but to itself', async () => {
    const path = join(await scratchFolder(), '.ssh');
    await symlink(path, path);
    const problem = { kind: 'not-writable', path, code: 'ELOOP' };
    expect(await check(path)).toEqual({ kind: 'problem', problem });
  });

  it('names a folder of another account', async () => {
    const path = await sshFolder(0o700);
    // What belongs to root is never blamed, so root gives it away.
    if (OWN_UID === 0) await chown(path, 12_345, 12_345);
    const somebodyElse = { ownUid: 54_321 };
    const problem = { kind: 'owned-by-other', path };
    expect(await check(path, somebodyElse)).toEqual({ kind: 'problem', problem });
    const ours = { ...somebodyElse, warnsOfSharing: false };
    expect(await check(path, ours)).toEqual({ kind: 'problem', problem });
  });

  it('blames no folder for belonging to root', async () => {
    const writtenTo = await scratchFolder();
    expect(await check('/usr', { writtenTo, ownUid: 54_321 })).toEqual({ kind: 'passed' });
  });

  it('asks for neither owner nor mode where there are none', async () => {
    expect(await check(await sshFolder(0o777), { ownUid: null })).toEqual({ kind: 'passed' });
  });
});
