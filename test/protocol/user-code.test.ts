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
