import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stageEdit } from '../../../src/main/workstation/staged-change.ts';
import { failed, ok } from '../../../src/shared/result.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

/** Puts a line on top unless it is there. */
const addLine = async (text: string) => ok(text.startsWith('ours\n') ? null : `ours\n${text}`);

async function staged(path: string, plan: Parameters<typeof stageEdit<string>>[1] = addLine) {
  const edit = await stageEdit<string>(path, plan);
  if (!edit.ok) throw new Error(edit.failure);
  return edit.value;
}

describe('stageEdit', () => {
  it('creates a file that was missing', async () => {
    const path = join(await scratchFolder(), 'file');
    await (await staged(path)).commit();
    expect(await readFile(path, 'utf8')).toBe('ours\n');
  });

  it('plans again when the file was changed, and loses nothing', async () => {
    const folder = await scratchFolder();
    const path = join(folder, 'file');
    await writeFile(path, 'old\n');
    const edit = await staged(path);
    await writeFile(path, 'new\n');
    await edit.commit();
    expect(await readFile(path, 'utf8')).toBe('ours\nnew\n');
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('sees a change of the same length and time', async () => {
    const path = join(await scratchFolder(), 'file');
    await writeFile(path, 'aaa\n');
    await utimes(path, 1, 1);
    const edit = await staged(path);
    await writeFile(path, 'bbb\n');
    await utimes(path, 1, 1);
    await edit.commit();
    expect(await readFile(path, 'utf8')).toBe('ours\nbbb\n');
  });

  it('keeps a file that appeared meanwhile', async () => {
    const path = join(await scratchFolder(), 'file');
    const edit = await staged(path);
    await writeFile(path, 'theirs\n');
    await edit.commit();
    expect(await readFile(path, 'utf8')).toBe('ours\ntheirs\n');
  });

  it('leaves the file alone once somebody else made the change', async () => {
    const folder = await scratchFolder();
    const path = join(folder, 'file');
    const edit = await staged(path);
    await writeFile(path, 'ours\ntheirs\n');
    await edit.commit();
    expect(await readFile(path, 'utf8')).toBe('ours\ntheirs\n');
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('gives the failure of the new plan and leaves nothing staged', async () => {
    const folder = await scratchFolder();
    const path = join(folder, 'file');
    const edit = await staged(path, async (text) => (text === 'no\n' ? failed('no') : ok('x')));
    await writeFile(path, 'no\n');
    expect(await edit.refresh()).toEqual({ ok: false, failure: 'no' });
    expect(await readdir(folder)).toEqual(['file']);
    expect(await readFile(path, 'utf8')).toBe('no\n');
  });

  it('gives up on a file that somebody keeps writing', async () => {
    const folder = await scratchFolder();
    const path = join(folder, 'file');
    let writes = 0;
    const edit = await staged(path, async (text) => {
      writes += 1;
      await writeFile(path, `${writes}\n`);
      return ok(`ours\n${text}`);
    });
    await expect(edit.commit()).rejects.toMatchObject({ code: 'EBUSY' });
    await edit.discard();
    expect(await readdir(folder)).toEqual(['file']);
    expect(await readFile(path, 'utf8')).toBe(`${writes}\n`);
  });
});
