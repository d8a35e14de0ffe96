import { lstat } from 'node:fs/promises';
import { Secret } from '@onbench/protocol/secret';
import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import sshpk from 'sshpk';
import { readSnapshot } from './file-snapshot.ts';
import { systemErrorCode } from './system-error.ts';
import type { WorkstationKey } from './workstation.ts';

/** A private key as it is found on the disk. */
export type FoundKey =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly code: string }
  /** Not an OpenSSH private key without a passphrase. */
  | { readonly kind: 'damaged' }
  /** `mode`: the permission bits. */
  | { readonly kind: 'read'; readonly key: WorkstationKey; readonly mode: number };

export async function readWorkstationKey(path: string, comment: string): Promise<FoundKey> {
  try {
    const { text, identity } = await readSnapshot(path);
    if (identity === null) return { kind: 'missing' };
    const { mode } = await lstat(path);
    const key = parseWorkstationKey(text, comment);
    return key === null ? { kind: 'damaged' } : { kind: 'read', key, mode: mode & 0o777 };
  } catch (error) {
    return { kind: 'unreadable', code: systemErrorCode(error) };
  }
}

function parseWorkstationKey(text: string, comment: string): WorkstationKey | null {
  const publicKeyLine = publicLineOf(text, comment);
  const parsed = publicKeyLine === null ? null : parseSshPublicKey(publicKeyLine);
  if (publicKeyLine === null || parsed === null) return null;
  return { publicKeyLine, fingerprint: parsed.fingerprint, privateKey: new Secret(text) };
}

function publicLineOf(text: string, comment: string): string | null {
  try {
    const publicKey = sshpk.parsePrivateKey(text, 'openssh').toPublic();
    publicKey.comment = comment;
    return publicKey.toString('ssh');
  } catch {
    return null;
  }
}
