import { parseSshPublicKey, type SshPublicKey } from '@onbench/protocol/ssh-public-key';
import type { GitHostKey } from './git-host.ts';
import { isLabName } from './repository-name.ts';

/**
 * The last gate before a key can log in. Whoever calls has checked it already, so a mismatch is a bug and throws:
 * a key that is stored under another key's fingerprint could never be removed again.
 */
export function checkKey({ lab, publicKey, fingerprint }: GitHostKey): SshPublicKey {
  const key = parseSshPublicKey(publicKey);
  if (key?.type !== 'ssh-ed25519') throw new Error('The git host takes ssh-ed25519 keys only.');
  if (key.fingerprint !== fingerprint) throw new Error(`This key is not ${fingerprint}.`);
  if (!isLabName(lab)) throw new Error(`Not a lab name: ${JSON.stringify(lab)}.`);
  return key;
}
