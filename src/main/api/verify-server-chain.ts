import { isIP } from 'node:net';
import {
  type Certificate,
  isAuthority,
  isStrong,
  isValidAt,
  readCertificate,
} from './certificate.ts';
import type { CertificateAuthority } from './certificate-authority.ts';

/** More than any honest server sends, and little enough that trying every order of them takes no time. */
const MAX_CERTIFICATES = 6;
const MAX_AUTHORITIES_ABOVE = 4;

export interface ServerChain {
  /** As the server sent it, its own certificate first. PEM. */
  readonly certificates: readonly string[];
  /** The name that was asked for, as `URL.hostname` has it. */
  readonly host: string;
}

/**
 * Whether a chain leads to one of a lab's roots and is good in every other way, too: name, dates, purposes, signatures,
 * key sizes (RFC 5280 section 6). Nothing that the system's check found wrong is forgiven here, because that reports
 * one fault at a time and an unknown issuer hides the rest (security.md N03).
 */
export function isTrustedChain(
  { certificates, host }: ServerChain,
  authority: CertificateAuthority,
  nowMs: number,
): boolean {
  if (certificates.length > MAX_CERTIFICATES) return false;
  const [leaf, ...intermediates] = certificates.map((pem) => readCertificate(pem));
  if (!leaf?.extensions.mayServe || !isSound(leaf, nowMs) || !isFor(leaf, host)) return false;
  const sent = intermediates.filter((each) => each !== null);
  const issuers = [...authority.certificates, ...sent.filter((each) => !each.isRoot)];
  return leadsToRoot(leaf, issuers, 0, nowMs);
}

/** `below` counts the authorities between the server's certificate and the issuer that is looked for. */
function leadsToRoot(
  certificate: Certificate,
  issuers: readonly Certificate[],
  below: number,
  nowMs: number,
): boolean {
  if (below >= MAX_AUTHORITIES_ABOVE) return false;
  return issuers.some((issuer) => {
    if (!mayHaveIssued(issuer, certificate, below, nowMs)) return false;
    const others = issuers.filter((each) => each !== issuer);
    return issuer.isRoot || leadsToRoot(issuer, others, below + 1, nowMs);
  });
}

function mayHaveIssued(
  issuer: Certificate,
  certificate: Certificate,
  below: number,
  nowMs: number,
): boolean {
  const { x509, extensions } = issuer;
  return (
    certificate.x509.checkIssued(x509) &&
    isAuthority(issuer) &&
    isSound(issuer, nowMs) &&
    extensions.mayServe &&
    (extensions.pathLength === null || below <= extensions.pathLength) &&
    certificate.x509.verify(x509.publicKey)
  );
}

function isSound(certificate: Certificate, nowMs: number): boolean {
  return (
    isValidAt(certificate, nowMs) &&
    isStrong(certificate) &&
    !certificate.extensions.hasUnknownLimit
  );
}

/** The subject's common name counts for nothing (RFC 9525 section 2). */
function isFor({ x509 }: Certificate, host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  if (isIP(address)) return x509.checkIP(address) !== undefined;
  return x509.checkHost(host, { subject: 'never', partialWildcards: false }) !== undefined;
}
