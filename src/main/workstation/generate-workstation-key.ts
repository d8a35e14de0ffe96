import { randomBytes } from 'node:crypto';
import { Secret } from '@onbench/protocol/secret';
import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import forge from 'node-forge';
import sshpk from 'sshpk';
import type { WorkstationKey } from './workstation.ts';

const SEED_BYTES = 32;

/** A new ed25519 pair in OpenSSH's formats, without a passphrase; the comment is `pychron-<slug>`. */
export function generateWorkstationKey(hostSlug: string): WorkstationKey {
  const pair = forge.pki.ed25519.generateKeyPair({ seed: randomBytes(SEED_BYTES) });
  const comment = `pychron-${hostSlug}`;
  const privateKey = new sshpk.PrivateKey({
    type: 'ed25519',
    parts: [
      { name: 'A', data: Buffer.from(pair.publicKey) },
      // forge keeps seed and public key in one 64-byte value; OpenSSH's `k` is the seed.
      { name: 'k', data: Buffer.from(pair.privateKey.subarray(0, SEED_BYTES)) },
    ],
  });
  privateKey.comment = comment;
  const publicKey = privateKey.toPublic();
  publicKey.comment = comment;
  const publicKeyLine = publicKey.toString('ssh');
  const parsed = parseSshPublicKey(publicKeyLine);
  if (!parsed) throw new Error('sshpk wrote a public key line that does not parse');
  return {
    publicKeyLine,
    fingerprint: parsed.fingerprint,
    privateKey: new Secret(privateKey.toString('openssh')),
  };
}
