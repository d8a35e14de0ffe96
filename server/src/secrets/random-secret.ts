import { hash, randomBytes } from 'node:crypto';
import { Secret } from '@onbench/protocol/secret';

/** 256 bits from the system's generator, as 43 characters that are safe in headers, cookies and URLs (security.md T05). */
export function randomSecret(prefix = ''): Secret {
  return new Secret(`${prefix}${randomBytes(32).toString('base64url')}`);
}

/** The same 256 bits as 64 hexadecimal digits, where a protocol wants that. */
export function randomHexSecret(prefix = ''): Secret {
  return new Secret(`${prefix}${randomBytes(32).toString('hex')}`);
}

/** How a secret of 256 random bits is kept: nothing short of guessing it leads back, so no salt or key is needed. */
export function hashOf(secret: Secret): string {
  return hash('sha256', secret.reveal(), 'hex');
}
