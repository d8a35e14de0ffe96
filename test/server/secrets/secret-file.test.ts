import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSecretFile } from '../../../server/src/secrets/secret-file.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

describe('a secret in a file', () => {
  it('is its text without the line end', async () => {
    const file = join(await scratchFolder(), 'secret');
    await writeFile(file, 'between us\n');
    expect((await readSecretFile(file, 'NAME')).reveal()).toBe('between us');
  });

  it('keeps the server from starting where it is missing, empty or more than one, by the name of its setting', async () => {
    const file = join(await scratchFolder(), 'secret');
    await expect(readSecretFile(file, 'NAME')).rejects.toThrow(/^NAME cannot be read: ENOENT/);
    await writeFile(file, ' \n');
    await expect(readSecretFile(file, 'NAME')).rejects.toThrow(/^NAME: .*secret is empty\.$/);
    await writeFile(file, 'one\ntwo\n');
    await expect(readSecretFile(file, 'NAME')).rejects.toThrow(
      /^NAME: .*secret has several lines\.$/,
    );
  });
});
