import { describe, expect, it } from 'vitest';
import {
  type CertificateAuthority,
  parseCertificateAuthority,
} from '../../../src/main/api/certificate-authority.ts';
import { isTrustedChain } from '../../../src/main/api/verify-server-chain.ts';
import { TestAuthority } from '../../support/test-authority.ts';

const NOW = Date.now();
const PAST = new Date(NOW - 60_000);
const FUTURE = new Date(NOW + 60_000);

const root = TestAuthority.root('Lab root');
const issuing = root.intermediate('Lab issuing');
const narrow = TestAuthority.root('Narrow root', { pathLength: 0 });
const impostor = TestAuthority.root('Lab root', { bits: 3_072 });

function authority(...pems: string[]): CertificateAuthority {
  const parsed = parseCertificateAuthority(pems.join(''), NOW);
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
}

function isTrusted(certificates: readonly string[], trusted = authority(root.pem)): boolean {
  return isTrustedChain({ certificates, host: 'localhost' }, trusted, NOW);
}

describe('isTrustedChain', () => {
  it.each<[string, readonly string[], CertificateAuthority?]>([
    ['the root itself', [root.issue().cert]],
    ['an intermediate that the server sends', [issuing.issue().cert, issuing.pem]],
    ['an intermediate that the lab gave', [issuing.issue().cert], authority(root.pem, issuing.pem)],
    ['a root that the server sends along', [issuing.issue().cert, issuing.pem, root.pem]],
    ['a root that allows nobody in between', [narrow.issue().cert], authority(narrow.pem)],
  ])('trusts what leads to %s', (_, certificates, trusted) => {
    expect(isTrusted(certificates, trusted)).toBe(true);
  });

  it.each<[string, readonly string[], CertificateAuthority?]>([
    ['nothing', []],
    ['no certificate', ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n']],
    ['another authority of the same name', [impostor.issue().cert, impostor.pem]],
    ['a missing intermediate', [issuing.issue().cert]],
    ['an expired certificate', [root.issue({ validTo: PAST }).cert]],
    ['one that is not valid yet', [root.issue({ validFrom: FUTURE }).cert]],
    ['another name', [root.issue({ names: ['other.example'] }).cert]],
    ['no name but the common one', [root.issue({ names: [] }).cert]],
    ['half a wildcard', [root.issue({ names: ['local*'] }).cert]],
    ['one for clients', [root.issue({ purpose: 'clientAuth' }).cert]],
    ['a short key', [root.issue({ bits: 1_024 }).cert]],
    ['SHA-1', [root.issue({ hash: 'sha1' }).cert]],
    ['a limit that nobody keeps', [root.issue({ nameConstraints: true }).cert]],
    ['more certificates than anybody sends', Array(7).fill(root.issue().cert)],
    [
      'an intermediate that is no authority',
      ((fake) => [fake.issue().cert, fake.pem])(root.intermediate('Fake', { isAuthority: false })),
    ],
    [
      'an expired intermediate',
      ((old) => [old.issue().cert, old.pem])(root.intermediate('Old', { validTo: PAST })),
    ],
    [
      'an intermediate where the root allows none',
      ((under) => [under.issue().cert, under.pem])(narrow.intermediate('Under')),
      authority(narrow.pem),
    ],
  ])('does not trust %s', (_, certificates, trusted) => {
    expect(isTrusted(certificates, trusted)).toBe(false);
  });

  it('compares addresses as addresses', () => {
    const chain = (host: string) => ({ certificates: [root.issue().cert], host });
    expect(isTrustedChain(chain('127.0.0.1'), authority(root.pem), NOW)).toBe(true);
    expect(isTrustedChain(chain('127.0.0.2'), authority(root.pem), NOW)).toBe(false);
    expect(isTrustedChain(chain('[::1]'), authority(root.pem), NOW)).toBe(false);
  });

  it('looks at the clock of today', () => {
    const chain = { certificates: [root.issue().cert], host: 'localhost' };
    expect(isTrustedChain(chain, authority(root.pem), NOW + 86_400_000)).toBe(false);
  });
});
