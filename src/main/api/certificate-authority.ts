import forge from 'node-forge';
import type { AuthorityProblem, CertificateFacts } from '../../shared/network-settings.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import {
  type Certificate,
  isAuthority,
  isStrong,
  isValidAt,
  readCertificate,
} from './certificate.ts';

/** Room for a root and what it issued; a bundle of the world's authorities is none of a lab's. */
const MAX_CERTIFICATES = 8;
export const MAX_AUTHORITY_BYTES = 64 * 1024;

/** A lab's own certificate authority: at least one root, and what that may have issued. */
export interface CertificateAuthority {
  /** Exactly the certificates, as they are stored and handed to TLS. */
  readonly pem: string;
  readonly certificates: readonly Certificate[];
}

/** An authority and the one host that it may vouch for (security.md N03: it adds to the checks, and replaces none). */
export interface AddedTrust {
  /** As `URL.hostname` has it, without a port. */
  readonly host: string;
  readonly authority: CertificateAuthority;
}

/** Reads a PEM file that may become trusted. Every certificate in it has to be fit for that. */
export function parseCertificateAuthority(
  text: string,
  nowMs: number,
): Result<CertificateAuthority, AuthorityProblem> {
  if (text.length > MAX_AUTHORITY_BYTES) return failed('too-large');
  // Whoever shares a key by mistake should hear of it before anybody else does.
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return failed('holds-private-key');
  const blocks = certificateBlocks(text);
  if (blocks.length > MAX_CERTIFICATES) return failed('too-many');
  const certificates = blocks.map((block) => readCertificate(block));
  if (certificates.length === 0 || !certificates.every((each) => each !== null)) {
    return failed('no-certificate');
  }
  const problem = certificates.map((each) => problemOf(each, nowMs)).find((each) => each !== null);
  if (problem) return failed(problem);
  if (!certificates.some(({ isRoot }) => isRoot)) return failed('no-root');
  return ok({ pem: certificates.map(({ x509 }) => x509.toString()).join(''), certificates });
}

export function certificateFacts({ x509 }: Certificate): CertificateFacts {
  return {
    subject: x509.subject.split('\n').reverse().join(', '),
    validFrom: new Date(x509.validFrom).toISOString(),
    validTo: new Date(x509.validTo).toISOString(),
    sha256: x509.fingerprint256,
  };
}

function certificateBlocks(text: string): readonly Buffer[] {
  try {
    return forge.pem
      .decode(text)
      .filter(({ type }) => type === 'CERTIFICATE')
      .map(({ body }) => Buffer.from(body, 'latin1'));
  } catch {
    // forge throws when it finds no block at all.
    return [];
  }
}

function problemOf(certificate: Certificate, nowMs: number): AuthorityProblem | null {
  if (!isAuthority(certificate)) return 'not-an-authority';
  if (!isValidAt(certificate, nowMs)) return 'not-valid-now';
  if (!isStrong(certificate)) return 'weak';
  return certificate.extensions.hasUnknownLimit ? 'constrained' : null;
}
