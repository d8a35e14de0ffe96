/**
 * The alphabet of a user code: consonants only, so that no code spells a word and none of its letters looks like a
 * digit (RFC 8628 section 6.1).
 */
export const USER_CODE_ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';

/** Letters in a user code: 20^8 is 34.6 bits. */
export const USER_CODE_LENGTH = 8;

/** How a user code is shown: `ABCDEFGH` becomes `ABCD-EFGH`. */
export function formatUserCode(canonical: string): string {
  return `${canonical.slice(0, 4)}-${canonical.slice(4)}`;
}

/**
 * The canonical form of what a person typed: everything but ASCII letters and digits dropped, the rest in upper case.
 * Full-width and look-alike letters are dropped with the rest, so they never match a code.
 */
export function normalizeUserCode(typed: string): string {
  return typed.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
}

/** Whether a canonical code could be one of ours at all: a cheap check before the server is asked. */
export function isWellFormedUserCode(canonical: string): boolean {
  return (
    canonical.length === USER_CODE_LENGTH &&
    [...canonical].every((letter) => USER_CODE_ALPHABET.includes(letter))
  );
}
