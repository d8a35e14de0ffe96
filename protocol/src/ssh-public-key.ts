import { hash } from 'node:crypto';

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

/** An ed25519 blob is the type and the key (RFC 8709 section 4). */
const ED25519_KEY_BYTES = 32;

/**
 * Reads `type blob [comment]` and checks that the blob says the same type as the text.
 * Returns null for anything else: several lines, options before the type, a foreign or damaged blob, a comment with
 * characters that break or reorder a line on a screen.
 */
export function parseSshPublicKey(line: string): SshPublicKey | null {
  const match = /^([a-z0-9@.-]+) ([A-Za-z0-9+/=]+)(?: ([^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*))?$/u.exec(
    line,
  );
  const [, type, blob, comment = ''] = match ?? [];
  if (!type || !blob || !BASE64.test(blob)) return null;
  const bytes = Buffer.from(blob, 'base64');
  if (bytes.toString('base64') !== blob) return null;
  const fields = fieldsOf(bytes);
  if (fields?.[0]?.toString('latin1') !== type) return null;
  if (type === 'ssh-ed25519' && (fields.length !== 2 || fields[1]?.length !== ED25519_KEY_BYTES)) {
    return null;
  }
  return { type, blob, comment: comment.trim(), fingerprint: fingerprintOf(bytes) };
}

/** The length-prefixed strings that a blob consists of (RFC 4253 section 6.6), or null where one does not fit. */
function fieldsOf(blob: Buffer): readonly Buffer[] | null {
  const fields: Buffer[] = [];
  let offset = 0;
  while (offset < blob.length) {
    if (offset + 4 > blob.length) return null;
    const end = offset + 4 + blob.readUInt32BE(offset);
    if (end > blob.length) return null;
    fields.push(blob.subarray(offset + 4, end));
    offset = end;
  }
  return fields;
}

function fingerprintOf(blob: Buffer): string {
  return `SHA256:${hash('sha256', blob, 'base64').replace(/=+$/, '')}`;
}
