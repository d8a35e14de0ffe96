import { hash, randomFillSync } from 'node:crypto';
import { Secret } from '@onbench/protocol/secret';

const SECRET_BYTES = 32;

/** Asking the system takes longer than all else about a secret: it is asked for this many at a time. */
const pool = Buffer.alloc(128 * SECRET_BYTES);
let taken = pool.length;

/** The next 256 bits, written out; they stay nowhere else. */
function draw(encoding: 'base64url' | 'hex'): string {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  const bytes = pool.subarray(taken, taken + SECRET_BYTES);
  taken += SECRET_BYTES;
  const text = bytes.toString(encoding);
  bytes.fill(0);
  return text;
}

/** 256 bits from the system's generator, as 43 characters that are safe in headers, cookies and URLs (security.md T05). */
export function randomSecret(prefix = ''): Secret {
  return new Secret(`${prefix}${draw('base64url')}`);
}

/** The same 256 bits as 64 hexadecimal digits, where a protocol wants that. */
export function randomHexSecret(prefix = ''): Secret {
  return new Secret(`${prefix}${draw('hex')}`);
}

/** How a secret of 256 random bits is kept: nothing short of guessing it leads back, so no salt or key is needed. */
export function hashOf(secret: Secret): string {
  return hash('sha256', secret.reveal(), 'base64url');
}
