import { type SshKeyRegistration, sshKeyRegistration } from '@onbench/protocol/device-code-grant';
import { bytesOf } from '../workstation/byte-text.ts';
import { readSnapshot } from '../workstation/file-snapshot.ts';
import { systemErrorCode } from '../workstation/system-error.ts';

/** registration.json as it is found. */
export type FoundRegistration =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly code: string }
  /** It is there, and is not what a server sends. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'read'; readonly sshKey: SshKeyRegistration };

export async function readRegistration(path: string): Promise<FoundRegistration> {
  try {
    const { text, identity } = await readSnapshot(path);
    if (identity === null) return { kind: 'missing' };
    const parsed = sshKeyRegistration.safeParse(jsonOrNull(text));
    return parsed.success ? { kind: 'read', sshKey: parsed.data } : { kind: 'damaged' };
  } catch (error) {
    return { kind: 'unreadable', code: systemErrorCode(error) };
  }
}

/** What is not JSON is null: no object of ours. */
export function jsonOrNull(byteText: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytesOf(byteText)).toString('utf8'));
  } catch {
    return null;
  }
}
