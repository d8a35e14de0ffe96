import { writeFileSync } from 'node:fs';
import {
  chmod,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editFile } from '../../../../server/src/git-host/authorized-keys/edit-file.ts';

describe('editFile', () => {
  let dir: string;
  let path: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onbench-edit-'));
    path = join(dir, 'authorized_keys');
  });

  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('makes a missing file, private', async () => {
    await editFile(path, (text) => `${text}new`);
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('keeps every byte that the edit keeps', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
    await writeFile(path, bytes);
    await editFile(path, (text) => `x${text}`);
    expect(await readFile(path)).toEqual(Buffer.concat([Buffer.from('x'), bytes]));
  });

  it('keeps the mode', async () => {
    await writeFile(path, 'old');
    await chmod(path, 0o640);
    await editFile(path, () => 'new');
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  it('keeps a link and writes where it leads', async () => {
    const target = join(dir, 'elsewhere');
    await writeFile(target, 'old');
    await symlink(target, path);
    await editFile(path, () => 'new');
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(await readFile(target, 'utf8')).toBe('new');
  });

  it('replaces the file rather than writing into it', async () => {
    await writeFile(path, 'old');
    const { ino } = await stat(path);
    await editFile(path, () => 'new');
    expect((await stat(path)).ino).not.toBe(ino);
  });

  it('does not touch a file that stays the same', async () => {
    await writeFile(path, 'old');
    const before = await stat(path);
    await editFile(path, (text) => text);
    expect((await stat(path)).ino).toBe(before.ino);
  });

  it('edits again what somebody else wrote meanwhile', async () => {
    await writeFile(path, 'old');
    let calls = 0;
    await editFile(path, (text) => {
      calls += 1;
      if (calls === 1) writeFileSync(path, 'theirs');
      return `${text}+ours`;
    });
    expect(await readFile(path, 'utf8')).toBe('theirs+ours');
  });

  it('gives up on a file that never rests, and leaves nothing behind', async () => {
    await writeFile(path, 'old');
    const edit = editFile(path, (text) => {
      writeFileSync(path, `${text}.`);
      return 'ours';
    });
    await expect(edit).rejects.toThrow('keeps being changed');
    expect(await readdir(dir)).toEqual(['authorized_keys']);
  });
});
