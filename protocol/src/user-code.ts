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
 * The canonical form of what a person typed: everything but letters and digits dropped, the rest in upper case. Letters
 * and digits of all scripts stay, with what modifies or encloses them: a code with a full-width or look-alike letter in
 * it is none of ours, wherever that letter stands (security.md T06).
 */
export function normalizeUserCode(typed: string): string {
  // Only ASCII is put into upper case: Unicode's rules would make `FF` of a ligature.
  return typed
    .replace(/[^\p{L}\p{N}\p{M}\p{So}]/gu, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

/** Whether a canonical code could be one of ours at all: a cheap check before the server is asked. */
export function isWellFormedUserCode(canonical: string): boolean {
  return (
    canonical.length === USER_CODE_LENGTH &&
    [...canonical].every((letter) => USER_CODE_ALPHABET.includes(letter))
  );
}
