import { fingerprintGroups } from '@onbench/protocol/fingerprint-groups';
import { describe, expect, it } from 'vitest';

describe('fingerprintGroups', () => {
  it.each([
    ['SHA256:abcdEFGHi', 'SHA256:', ['abcd', 'EFGH', 'i']],
    ['SHA256:', 'SHA256:', []],
    ['MD5:aa:bb', '', ['MD5:', 'aa:b', 'b']],
    ['', '', []],
    ['a\nb😀cd', '', ['a\nb😀', 'cd']],
  ])('splits %j and loses nothing', (fingerprint, hashName, groups) => {
    const pieces = fingerprintGroups(fingerprint);
    expect(pieces).toEqual({ hashName, groups });
    expect([pieces.hashName, ...pieces.groups].join('')).toBe(fingerprint);
  });
});
