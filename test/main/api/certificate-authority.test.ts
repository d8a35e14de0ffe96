import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  certificateFacts,
  parseCertificateAuthority,
} from '../../../src/main/api/certificate-authority.ts';
import { TestAuthority } from '../../support/test-authority.ts';

const NOW = Date.now();
const root = TestAuthority.root('Lab root');
const intermediate = root.intermediate('Lab issuing');

const PAST = new Date(NOW - 60_000);
const FUTURE = new Date(NOW + 60_000);

describe('parseCertificateAuthority', () => {
  it.each([
    ['one root', root.pem],
    ['a root and what it issued', `${root.pem}${intermediate.pem}`],
    ['a root with words around it', `The lab's root:\n${root.pem}\nThat was it.\n`],
    ['Windows line ends', root.pem.replaceAll('\n', '\r\n')],
  ])('takes %s', (_, text) => {
    expect(parseCertificateAuthority(text, NOW).ok).toBe(true);
  });

  it.each([
    ['', 'no-certificate'],
    ['hello', 'no-certificate'],
    [root.pem.slice(0, -100), 'no-certificate'],
    [root.pem.replace(/[A-Za-z]{8}/g, 'AAAAAAAA'), 'no-certificate'],
    [`${root.pem}${root.issue().key}`, 'holds-private-key'],
    [root.pem.repeat(9), 'too-many'],
    ['a'.repeat(70_000), 'too-large'],
    [root.issue().cert, 'not-an-authority'],
    [`${root.pem}${root.issue().cert}`, 'not-an-authority'],
    [TestAuthority.root('Old', { validTo: PAST }).pem, 'not-valid-now'],
    [TestAuthority.root('Early', { validFrom: FUTURE }).pem, 'not-valid-now'],
    [TestAuthority.root('Short', { bits: 1_024 }).pem, 'weak'],
    [TestAuthority.root('Forgeable', { hash: 'sha1' }).pem, 'weak'],
    [TestAuthority.root('Limited', { nameConstraints: true }).pem, 'constrained'],
    [intermediate.pem, 'no-root'],
  ])('refuses case %#', (text, failure) => {
    expect(parseCertificateAuthority(text, NOW)).toEqual({ ok: false, failure });
  });

  it('shows what openssl shows', () => {
    const parsed = parseCertificateAuthority(root.pem, NOW);
    const { raw } = new X509Certificate(root.pem);
    const digest = createHash('sha256').update(raw).digest('hex').toUpperCase();
    expect(parsed.ok && parsed.value.certificates.map(certificateFacts)).toMatchObject([
      { subject: 'CN=Lab root', sha256: digest.match(/../g)?.join(':') },
    ]);
  });
});
