import { readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { stageFile } from '../../../src/main/workstation/stage-file.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o7777;
}

describe('stageFile', () => {
  const umask = process.umask();
  afterEach(() => process.umask(umask));

  it('leaves the old file in place until commit', async () => {
    const folder = await scratchFolder();
    const path = join(folder, 'file');
    await writeFile(path, 'old');
    const staged = await stageFile(path, 'new', 0o600);
    expect(await readFile(path, 'utf8')).toBe('old');
    await staged.commit();
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('leaves nothing after discard, and discard after commit does nothing', async () => {
    const folder = await scratchFolder();
    const path = join(folder, 'file');
    await (await stageFile(path, 'x', 0o600)).discard();
    expect(await readdir(folder)).toEqual([]);
    const staged = await stageFile(path, 'x', 0o600);
    await staged.commit();
    await staged.discard();
    expect(await readdir(folder)).toEqual(['file']);
  });

  it.each([
    [0o000, 0o600],
    [0o000, 0o644],
    [0o022, 0o600],
    [0o077, 0o644],
    [0o777, 0o600],
  ] as const)('under umask %o gives mode %o', async (mask, mode) => {
    const folder = await scratchFolder();
    process.umask(mask);
    const staged = await stageFile(join(folder, 'file'), 'x', mode);
    const [temporary] = await readdir(folder);
    expect(await modeOf(join(folder, temporary!))).toBe(mode);
    await staged.commit();
    expect(await modeOf(join(folder, 'file'))).toBe(mode);
  });

  it('clears away what a killed process left for the same path, and nothing else', async () => {
    const folder = await scratchFolder();
    const others = ['.file.pub.0123456789ab.new', '.file.new', 'file.0123456789ab.new', '.file'];
    for (const name of ['.file.0123456789ab.new', ...others])
      await writeFile(join(folder, name), '');
    await (await stageFile(join(folder, 'file'), 'x', 0o600)).commit();
    expect((await readdir(folder)).sort()).toEqual([...others, 'file'].sort());
  });

  it('replaces a link, not the file behind it', async () => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'target'), 'kept');
    await symlink('target', join(folder, 'file'));
    await (await stageFile(join(folder, 'file'), 'new', 0o600)).commit();
    expect(await readFile(join(folder, 'target'), 'utf8')).toBe('kept');
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('new');
  });

  it('rejects with the system’s error and leaves nothing', async () => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'plain'), '');
    await expect(stageFile(join(folder, 'plain', 'file'), 'x', 0o600)).rejects.toMatchObject({
      code: 'ENOTDIR',
    });
    expect(await readdir(folder)).toEqual(['plain']);
  });
});
