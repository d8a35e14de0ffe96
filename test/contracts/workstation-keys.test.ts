import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capture } from '../../scripts/stage/child-process.ts';
import { createWorkstation } from '../../src/main/workstation/create-workstation.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { credential } from '../support/enrolled.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const SILENT = { onStep: () => undefined, askHostKey: async () => false };

describe('the key pair on disk, as ssh-keygen reads it', () => {
  it.each(['lab-mac-01', 'Jane’s Mac.local', '実験室'])('is one pair for %s', async (hostname) => {
    const home = join(await scratchFolder(), 'home');
    await mkdir(home);
    const workstation = createWorkstation({ home, hostname, keyring: new FakeKeyring() });
    for (let round = 0; round < 5; round += 1) {
      const key = await workstation.createKey();
      if (!key.ok) throw new Error(key.failure.code);
      const installed = await workstation.install(key.value, credential(), SILENT);
      if (!installed.ok) throw new Error(installed.failure.kind);
      const { privateKey, publicKey } = installed.value.files;

      const derived = await capture('ssh-keygen', ['-y', '-P', '', '-f', privateKey]);
      expect(derived).toBe(await readFile(publicKey, 'utf8'));
      for (const file of [privateKey, publicKey]) {
        const listed = await capture('ssh-keygen', ['-lf', file]);
        const comment = key.value.publicKeyLine.split(' ')[2];
        expect(listed).toBe(`256 ${key.value.fingerprint} ${comment} (ED25519)\n`);
      }
      expect(await readFile(privateKey, 'utf8')).toMatch(
        /^-----BEGIN OPENSSH PRIVATE KEY-----\n.+\n-----END OPENSSH PRIVATE KEY-----\n$/s,
      );
      expect((await stat(privateKey)).mode & 0o777).toBe(0o600);
    }
  });
});
