import {
  formatUserCode,
  isWellFormedUserCode,
  normalizeUserCode,
  USER_CODE_ALPHABET,
} from '@onbench/protocol/user-code';
import { describe, expect, it } from 'vitest';

describe('normalizeUserCode', () => {
  it.each([
    ['BCDF-GHJK'],
    ['bcdf-ghjk'],
    ['  BCDFGHJK\n'],
    ['b c d f g h j k'],
    ['BCDF – GHJK'],
    ['“BCDF-GHJK”.'],
    ['BCDF\u00a0GHJK'],
    ['B.C.D.F.G.H.J.K'],
  ])('reads %j as BCDFGHJK', (typed) => {
    expect(normalizeUserCode(typed)).toBe('BCDFGHJK');
  });

  it.each([
    ['full-width letters', 'ＢＣＤＦＧＨＪＫ'],
    ['a Cyrillic look-alike', 'ВCDFGHJK'],
    ['a Kelvin sign', 'BCDFGHJ\u212a'],
    ['nothing', ''],
    ['a vowel', 'ACDFGHJK'],
    ['a digit', 'BCDFGHJ1'],
    ['seven letters', 'BCDFGHJ'],
    ['nine letters', 'BCDFGHJKL'],
  ])('never makes a code of %s', (_, typed) => {
    expect(isWellFormedUserCode(normalizeUserCode(typed))).toBe(false);
  });
});

/** One code as 200 people might type it (security.md T06). */
describe('the table of typed variants', () => {
  const CODE = 'BCDFGHJK';
  const LETTERS = [...CODE];
  const SEPARATORS = [
    '',
    '-',
    ' ',
    '  ',
    '.',
    ',',
    ';',
    ':',
    '/',
    '\\',
    '_',
    '|',
    '+',
    '=',
    '~',
    '*',
    '\t',
    '\n',
    '\r\n',
    '\u00a0',
    '\u2009',
    '\u200b',
    '\u2010',
    '\u2011',
    '\u2012',
    '\u2013',
    '\u2014',
    '\u2212',
    '\u00ad',
    '\ufeff',
    '\u3000',
    '\uff0d',
  ];
  const SURROUNDINGS = ['', ' ', '"', '“', '(', '<', '「', '\n', '\u200e', '\u202a', '…', '!'];

  const read = [
    ...SEPARATORS.flatMap((separator) => [
      `BCDF${separator}GHJK`,
      LETTERS.join(separator),
      `bcdf${separator}ghjk`,
    ]),
    ...SURROUNDINGS.map((around) => `${around}BCDF-GHJK${around}`),
  ];

  /** What looks like the letter, or contains it, and is another character. */
  const LOOK_ALIKES: Readonly<Record<string, readonly string[]>> = {
    B: ['В', 'Β', 'Ｂ', 'Ḃ', 'B\u0301', 'Ⓑ', '𝐁', 'ʙ', 'ß', '8', 'Ᏼ', '🅱'],
    C: ['С', 'Ϲ', 'Ｃ', 'Ç', 'C\u0327', 'Ⓒ', '𝐂', 'ᴄ', 'Ⅽ', '©', '℃', 'Ꮯ'],
    D: ['Ｄ', 'Ð', 'Đ', 'D\u0323', 'Ⓓ', '𝐃', 'ᴅ', 'Ⅾ', 'Ꭰ', 'Ꮷ', '0', 'O'],
    F: ['Ｆ', 'Ϝ', 'ﬀ', 'F\u0307', 'Ⓕ', '𝐅', 'ꜰ', 'ƒ', '℉', 'Ғ', 'E', 'Ꞙ'],
    G: ['Ｇ', 'Ԍ', 'Ĝ', 'G\u0302', 'Ⓖ', '𝐆', 'ɢ', 'Ꮐ', '6', '9', 'Ǥ', 'ց'],
    H: ['Н', 'Η', 'Ｈ', 'Ĥ', 'H\u0302', 'Ⓗ', '𝐇', 'ʜ', 'Ꮋ', 'Ԋ', 'ℍ', '#\u20e3'],
    J: ['Ј', 'Ｊ', 'Ĵ', 'J\u030c', 'Ⓙ', '𝐉', 'ᴊ', 'Ꭻ', 'ϳ', 'I', '1', 'ﺝ'],
    K: ['К', 'Κ', 'Ｋ', '\u212a', 'Ķ', 'K\u0327', 'Ⓚ', '𝐊', 'ᴋ', 'Ꮶ', 'Қ', 'κ'],
  };
  const refused = LETTERS.flatMap((letter) =>
    (LOOK_ALIKES[letter] ?? []).map((alike) => CODE.replace(letter, alike)),
  );
  /** All eight letters, and a look-alike more: it is not dropped as if it were a dash. */
  const withMore = LETTERS.flatMap((letter) =>
    (LOOK_ALIKES[letter] ?? [])
      .filter((alike) => /[^\x00-\x7f]/.test(alike) && !alike.startsWith('#'))
      .slice(0, 4)
      .map((alike) => `BCDF-GHJK${alike}`),
  );

  it('holds more than 200', () => {
    expect(new Set([...read, ...refused, ...withMore]).size).toBeGreaterThan(200);
  });

  it.each(read)('reads %j as the code', (typed) => {
    expect(normalizeUserCode(typed)).toBe(CODE);
  });

  it.each([...refused, ...withMore])('refuses %j', (typed) => {
    expect(isWellFormedUserCode(normalizeUserCode(typed))).toBe(false);
  });
});

describe('isWellFormedUserCode', () => {
  it('accepts eight letters of the alphabet', () => {
    expect(isWellFormedUserCode('BCDFGHJK')).toBe(true);
    expect(isWellFormedUserCode(USER_CODE_ALPHABET.slice(-8))).toBe(true);
  });

  it('wants the canonical form', () => {
    expect(isWellFormedUserCode('BCDF-GHJ')).toBe(false);
    expect(isWellFormedUserCode('bcdfghjk')).toBe(false);
  });
});

describe('the alphabet', () => {
  it('has twenty different consonants and nothing that looks like a digit', () => {
    expect(new Set(USER_CODE_ALPHABET).size).toBe(20);
    expect(USER_CODE_ALPHABET).not.toMatch(/[AEIOUY0-9]/);
  });
});

describe('formatUserCode', () => {
  it('shows four and four', () => {
    expect(formatUserCode('BCDFGHJK')).toBe('BCDF-GHJK');
  });
});
