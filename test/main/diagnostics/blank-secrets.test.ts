import { describe, expect, it } from 'vitest';
import { blankSecrets } from '../../../src/main/diagnostics/blank-secrets.ts';

const PEM = '-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----';

describe('blankSecrets', () => {
  it.each([
    ['a token', 'token pcy_NMGRL_c2VjcmV0-1 was', 'token pcy_[blanked] was'],
    ['a key in lines', `a\n${PEM}\nb`, 'a\n[blanked: PEM]\nb'],
    ['a key in JSON', JSON.stringify({ k: PEM }), '{"k":"[blanked: PEM]"}'],
    ['a header', 'Authorization: Bearer c2VjcmV0', 'authorization: [blanked]'],
    ['a header in JSON', '{"authorization":"Basic c2VjcmV0"}', '{"authorization: [blanked]"}'],
    ['a bearer without its header', 'sent Bearer c2VjcmV0', 'sent Bearer [blanked]'],
    ['a device code', '{"device_code":"c2VjcmV0"}', '{"device_code":[blanked]"}'],
    ['a user code in a link', '/device?user_code=ABCD-EFGH&x=1', '/device?user_code=[blanked]&x=1'],
  ])('blanks %s', (_, text, expected) => {
    expect(blankSecrets(text)).toEqual({ text: expected, count: 1 });
  });

  it('takes the line of a key that lost its end', () => {
    const { text } = blankSecrets('-----BEGIN PRIVATE KEY-----c2VjcmV0\nnext');
    expect(text).toBe('[blanked: PEM]\nnext');
  });

  it('counts every place', () => {
    expect(blankSecrets('pcy_A_1 and pcy_B_2').count).toBe(2);
  });

  it('leaves a public key, a fingerprint and words about tokens as they are', () => {
    const text = 'ssh-ed25519 AAAAC3Nza SHA256:abc/d+e the authorization of a bearer of pcy';
    expect(blankSecrets(text)).toEqual({ text, count: 0 });
  });

  it('finds nothing in what it blanked', () => {
    const { text } = blankSecrets(`pcy_A_1 Authorization: Bearer x ${PEM} {"api_token":"y"}`);
    expect(blankSecrets(text)).toEqual({ text, count: 0 });
  });
});
