import { createHmac, randomInt } from 'node:crypto';
import { USER_CODE_ALPHABET, USER_CODE_LENGTH } from '@onbench/protocol/user-code';

/** A canonical user code, each letter drawn alike from the system's generator. */
export function newUserCode(): string {
  return Array.from({ length: USER_CODE_LENGTH }, () =>
    USER_CODE_ALPHABET.charAt(randomInt(USER_CODE_ALPHABET.length)),
  ).join('');
}

/** How a canonical user code is kept: short as it is, only the key keeps it from being tried out (security.md T07). */
export function hashUserCode(key: Buffer, canonical: string): string {
  return createHmac('sha256', key).update(canonical).digest('base64url');
}
