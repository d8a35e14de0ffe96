import { createHash } from 'node:crypto';

/** One OpenSSH public key line, taken apart. */
export interface SshPublicKey {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256` … as named both in the text and inside the blob. */
  readonly type: string;
  /** The base64 blob, the second word of the line. */
  readonly blob: string;
  readonly comment: string;
  /** `SHA256:…`, unpadded base64, as `ssh-keygen -lf` prints it. */
  readonly fingerprint: string;
}

export const SHA256_FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Length of an ed25519 blob: a length-prefixed name and a length-prefixed 32-byte key (RFC 8709 section 4). */
const ED25519_BLOB_BYTES = 4 + 'ssh-ed25519'.length + 4 + 32;

/**
 * Reads `type blob [comment]` and checks that the blob says the same type as the text.
 * Returns null for anything else: several lines, options before the type, a foreign or damaged blob.
 */
export function parseSshPublicKey(line: string): SshPublicKey | null {
  const match = /^([a-z0-9@.-]+) ([A-Za-z0-9+/=]+)(?: ([^\p{Cc}]*))?$/u.exec(line);
  const [, type, blob, comment = ''] = match ?? [];
  if (!type || !blob || !BASE64.test(blob)) return null;
  const bytes = Buffer.from(blob, 'base64');
  if (bytes.toString('base64') !== blob || typeInside(bytes) !== type) return null;
  if (type === 'ssh-ed25519' && bytes.length !== ED25519_BLOB_BYTES) return null;
  return { type, blob, comment: comment.trim(), fingerprint: fingerprintOf(bytes) };
}

function typeInside(blob: Buffer): string | null {
  if (blob.length < 4) return null;
  const length = blob.readUInt32BE(0);
  return length <= blob.length - 4 ? blob.toString('latin1', 4, 4 + length) : null;
}

function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
