import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashOfSources } from '../../../scripts/setup/build.mjs';
import { scratchFolder } from '../../support/scratch-folder.ts';

async function sources(): Promise<string> {
  const folder = await scratchFolder();
  await mkdir(join(folder, 'src/deep'), { recursive: true });
  await writeFile(join(folder, 'src/deep/a.ts'), 'a');
  await writeFile(join(folder, 'src/b.ts'), 'b');
  await writeFile(join(folder, 'config.ts'), 'c');
  return folder;
}

describe('hashOfSources', () => {
  it.each<[string, (folder: string) => Promise<unknown>]>([
    ['a changed file', (folder) => writeFile(join(folder, 'src/deep/a.ts'), 'A')],
    ['a changed file that is named itself', (folder) => writeFile(join(folder, 'config.ts'), 'C')],
    ['a new file', (folder) => writeFile(join(folder, 'src/deep/new.ts'), '')],
    ['a removed file', (folder) => rm(join(folder, 'src/b.ts'))],
    ['a renamed file', (folder) => rename(join(folder, 'src/b.ts'), join(folder, 'src/c.ts'))],
    ['two files that swapped their text', (folder) => swap(folder)],
  ])('changes with %s', async (_, change) => {
    const folder = await sources();
    const paths = [join(folder, 'src'), join(folder, 'config.ts')];
    const before = await hashOfSources(paths);
    await change(folder);
    expect(await hashOfSources(paths)).not.toBe(before);
  });

  it.each(['node_modules', 'dist'])('stays the same whatever is in %s', async (name) => {
    const folder = await sources();
    const before = await hashOfSources([folder]);
    await mkdir(join(folder, 'src', name));
    await writeFile(join(folder, 'src', name, 'x.js'), 'x');
    expect(await hashOfSources([folder])).toBe(before);
  });
});

async function swap(folder: string): Promise<void> {
  await writeFile(join(folder, 'src/deep/a.ts'), 'b');
  await writeFile(join(folder, 'src/b.ts'), 'a');
}
