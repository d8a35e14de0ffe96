import forge from 'node-forge';

/** What Node's X509Certificate does not tell, and a path may not be judged without. */
export interface CertificateExtensions {
  /** Object identifier of the algorithm that the issuer signed with. */
  readonly signatureAlgorithm: string;
  /** How many authorities may stand between this one and a server's certificate (RFC 5280 section 4.2.1.9). */
  readonly pathLength: number | null;
  /** No key usage, or one that has keyCertSign (section 4.2.1.3). */
  readonly maySignCertificates: boolean;
  /** No extended key usage, or one for servers (section 4.2.1.12). */
  readonly mayServe: boolean;
  /** A limit that we do not know how to keep: name constraints, or anything critical besides these. */
  readonly hasUnknownLimit: boolean;
}

const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const NAME_CONSTRAINTS = '2.5.29.30';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const KNOWN = [BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE, SUBJECT_ALTERNATIVE_NAME];

const SERVER_AUTHENTICATION = ['1.3.6.1.5.5.7.3.1', '2.5.29.37.0'];
const KEY_CERT_SIGN = 0x04;

/** Extensions stand in the third context tag of the part that is signed (RFC 5280 section 4.1). */
const EXTENSIONS_TAG = 3;

interface Extension {
  readonly id: string;
  readonly isCritical: boolean;
  readonly value: forge.asn1.Asn1;
}

/** Reads a certificate's DER; null when it is not well formed. forge knows RSA keys only, so it reads no key here. */
export function readCertificateExtensions(der: Buffer): CertificateExtensions | null {
  try {
    return judge(fromDer(der.toString('latin1')));
  } catch {
    // forge throws for every kind of malformed DER, and a stranger may have written this one.
    return null;
  }
}

function judge(certificate: forge.asn1.Asn1): CertificateExtensions {
  const [signed, signature] = children(certificate);
  const extensions = extensionsOf(signed);
  const find = (id: string) => extensions.find((extension) => extension.id === id)?.value;
  const [keyUsage, purposes] = [find(KEY_USAGE), find(EXTENDED_KEY_USAGE)];
  const ids = extensions.map(({ id }) => id);
  return {
    signatureAlgorithm: objectId(children(signature)[0]),
    pathLength: pathLengthOf(find(BASIC_CONSTRAINTS)),
    // The first byte of a bit string counts the bits that its last one leaves unused.
    maySignCertificates: !keyUsage || (bytes(keyUsage).charCodeAt(1) & KEY_CERT_SIGN) !== 0,
    mayServe:
      !purposes || children(purposes).some((id) => SERVER_AUTHENTICATION.includes(objectId(id))),
    hasUnknownLimit:
      new Set(ids).size !== ids.length ||
      extensions.some(
        ({ id, isCritical }) => id === NAME_CONSTRAINTS || (isCritical && !KNOWN.includes(id)),
      ),
  };
}

function extensionsOf(signed: forge.asn1.Asn1 | undefined): readonly Extension[] {
  const wrapper = children(signed).find(
    ({ tagClass, type }) =>
      tagClass === forge.asn1.Class.CONTEXT_SPECIFIC && Number(type) === EXTENSIONS_TAG,
  );
  if (!wrapper) return [];
  return children(children(wrapper)[0]).map((extension) => {
    const parts = children(extension);
    const isCritical = parts.length === 3 && bytes(parts[1]) !== '\x00';
    return { id: objectId(parts[0]), isCritical, value: fromDer(bytes(parts.at(-1))) };
  });
}

function pathLengthOf(basicConstraints: forge.asn1.Asn1 | undefined): number | null {
  if (!basicConstraints) return null;
  const length = children(basicConstraints)[1];
  return length ? forge.asn1.derToInteger(forge.util.createBuffer(bytes(length))) : null;
}

function fromDer(der: string): forge.asn1.Asn1 {
  return forge.asn1.fromDer(der, true);
}

function children(node: forge.asn1.Asn1 | undefined): readonly forge.asn1.Asn1[] {
  if (!Array.isArray(node?.value)) throw new Error('not a sequence');
  return node.value;
}

function bytes(node: forge.asn1.Asn1 | undefined): string {
  if (typeof node?.value !== 'string') throw new Error('not a primitive');
  return node.value;
}

function objectId(node: forge.asn1.Asn1 | undefined): string {
  return forge.asn1.derToOid(bytes(node));
}
