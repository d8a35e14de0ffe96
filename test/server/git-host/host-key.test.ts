import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadHostKey } from '../../../server/src/git-host/host-key.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onbench-host-key-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('loadHostKey', () => {
  it('makes a key for its owner alone at first, and reads the same one afterwards', async () => {
    const path = join(folder, 'made/ssh-host-key');
    const made = await loadHostKey(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await loadHostKey(path)).publicKeyLine).toBe(made.publicKeyLine);
    const seen = execFileSync('ssh-keygen', ['-y', '-f', path], { encoding: 'utf8' });
    expect(seen.trim()).toBe(`${made.publicKeyLine} onbench`);
  });

  it('says what to do with a file that is no key', async () => {
    const path = join(folder, 'no-key');
    await writeFile(path, 'nothing of the kind\n');
    await expect(loadHostKey(path)).rejects.toThrow(`${path} holds no SSH private key`);
  });
});
