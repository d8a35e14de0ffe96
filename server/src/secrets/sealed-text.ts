import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Secret } from '@onbench/protocol/secret';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** What NIST SP 800-38D section 8.2 recommends. Each key seals once, so a random one cannot repeat. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Text that only the holder of `secret` can read again: the server keeps no more of it than a hash. `place` says what it
 * belongs to; sealed text that was moved elsewhere does not open.
 */
export function sealText(secret: Secret, place: string, text: Secret): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyFrom(secret), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text.reveal(), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Throws where secret, place or a single bit is another than it was. */
export function openSealedText(secret: Secret, place: string, sealedText: string): Secret {
  const bytes = Buffer.from(sealedText, 'base64url');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const sealed = bytes.subarray(NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, keyFrom(secret), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(tag);
  return new Secret(Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8'));
}

/** HKDF (RFC 5869). Without a salt: the secret carries 256 random bits and is used for one seal. */
function keyFrom(secret: Secret): Buffer {
  return Buffer.from(hkdfSync('sha256', secret.reveal(), '', 'onbench sealed answer', KEY_BYTES));
}
