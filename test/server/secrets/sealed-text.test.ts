import { describe, expect, it } from 'vitest';
import { Secret } from '../../../protocol/src/secret.ts';
import { openSealedText, sealText } from '../../../server/src/secrets/sealed-text.ts';

const KEY = new Secret('device code');
const TEXT = new Secret('a token and ümlauts');

describe('sealText', () => {
  it('opens with the same secret in the same place', () => {
    const sealed = sealText(KEY, 'grant-1', TEXT);
    expect(openSealedText(KEY, 'grant-1', sealed).reveal()).toBe(TEXT.reveal());
    expect(Buffer.from(sealed, 'base64url').includes('token')).toBe(false);
  });

  it('never seals alike twice', () => {
    expect(sealText(KEY, 'grant-1', TEXT)).not.toBe(sealText(KEY, 'grant-1', TEXT));
  });

  it('stays shut for another secret, another place and any changed, missing or added byte', () => {
    const sealed = sealText(KEY, 'grant-1', TEXT);
    expect(() => openSealedText(new Secret('device codf'), 'grant-1', sealed)).toThrow();
    expect(() => openSealedText(KEY, 'grant-2', sealed)).toThrow();
    const bytes = Buffer.from(sealed, 'base64url');
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed[index] ?? 0) ^ 1, index);
      expect(() => openSealedText(KEY, 'grant-1', changed.toString('base64url'))).toThrow();
      const cut = bytes.subarray(0, index).toString('base64url');
      expect(() => openSealedText(KEY, 'grant-1', cut)).toThrow();
    }
    expect(() => openSealedText(KEY, 'grant-1', `${sealed}AAAA`)).toThrow();
  });
});
