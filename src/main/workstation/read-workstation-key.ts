import { lstat } from 'node:fs/promises';
import { Secret } from '@onbench/protocol/secret';
import { readSnapshot } from './file-snapshot.ts';
import { parseWorkstationKey } from './parse-workstation-key.ts';
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
    const key = parseWorkstationKey(new Secret(text), comment);
    return key === null ? { kind: 'damaged' } : { kind: 'read', key, mode: mode & 0o777 };
  } catch (error) {
    return { kind: 'unreadable', code: systemErrorCode(error) };
  }
}
