import { X509Certificate } from 'node:crypto';
import { type CertificateExtensions, readCertificateExtensions } from './certificate-extensions.ts';

/** A well-formed certificate, read and not yet believed. */
export interface Certificate {
  readonly x509: X509Certificate;
  readonly extensions: CertificateExtensions;
  /** It names itself as its issuer, and its own key says so too. */
  readonly isRoot: boolean;
}

/** RSA and ECDSA with SHA-2 (RFC 4055, RFC 5758): MD5 and SHA-1 can be forged. */
const SIGNATURE_ALGORITHMS = [
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
];

const SHORTEST_RSA_BITS = 2_048;
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/** From PEM or DER; null for what no certificate is. */
export function readCertificate(encoded: string | Buffer): Certificate | null {
  try {
    const x509 = new X509Certificate(encoded);
    const extensions = readCertificateExtensions(x509.raw);
    if (!extensions) return null;
    return { x509, extensions, isRoot: x509.checkIssued(x509) && x509.verify(x509.publicKey) };
  } catch {
    // Node throws for malformed encodings and for keys of kinds that it does not know.
    return null;
  }
}

export function isValidAt({ x509 }: Certificate, nowMs: number): boolean {
  return Date.parse(x509.validFrom) <= nowMs && nowMs <= Date.parse(x509.validTo);
}

/** Whether key and signature are of kinds that nobody can forge today. */
export function isStrong({ x509, extensions }: Certificate): boolean {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = x509.publicKey;
  const isStrongKey =
    (kind === 'rsa' && (details?.modulusLength ?? 0) >= SHORTEST_RSA_BITS) ||
    (kind === 'ec' && CURVES.includes(details?.namedCurve ?? ''));
  return isStrongKey && SIGNATURE_ALGORITHMS.includes(extensions.signatureAlgorithm);
}

/** Whether it may issue certificates at all (RFC 5280 sections 4.2.1.3 and 4.2.1.9). */
export function isAuthority({ x509, extensions }: Certificate): boolean {
  return x509.ca && extensions.maySignCertificates;
}
