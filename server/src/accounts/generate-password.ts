import { randomInt } from 'node:crypto';
import { Secret } from '@onbench/protocol/secret';

/** No letters or digits that look alike: it is read off a screen and typed. 20 of them are 98 bits. */
const READABLE = 'abcdefghijkmnpqrstuvwxyz23456789';
const GENERATED_LENGTH = 20;

export function generatePassword(): Secret {
  const letters = Array.from({ length: GENERATED_LENGTH }, () =>
    READABLE.charAt(randomInt(READABLE.length)),
  );
  return new Secret(letters.join(''));
}
