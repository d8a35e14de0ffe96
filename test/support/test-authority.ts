import forge from 'node-forge';

/** How a certificate is to differ from a good one. */
export interface CertificateTraits {
  readonly validFrom?: Date;
  readonly validTo?: Date;
  readonly bits?: number;
  readonly hash?: 'sha256' | 'sha1';
  readonly pathLength?: number;
  /** DNS names and IP addresses. */
  readonly names?: readonly string[];
  readonly isAuthority?: boolean;
  readonly purpose?: 'serverAuth' | 'clientAuth';
  readonly nameConstraints?: boolean;
}

export interface IssuedCertificate {
  readonly key: string;
  readonly cert: string;
}

const HOUR_MS = 3_600_000;

/** Key pairs take a while to find, and the tests have no need of many. */
const pairs = new Map<string, forge.pki.rsa.KeyPair>();

function keyPair(role: string, bits = 2_048): forge.pki.rsa.KeyPair {
  const name = `${role} ${bits}`;
  const pair = pairs.get(name) ?? forge.pki.rsa.generateKeyPair(bits);
  pairs.set(name, pair);
  return pair;
}

/** A certificate authority of the test's own, by node-forge: root or intermediate. */
export class TestAuthority {
  readonly pem: string;
  readonly #name: string;
  readonly #pair: forge.pki.rsa.KeyPair;

  private constructor(name: string, pair: forge.pki.rsa.KeyPair, pem: string) {
    this.#name = name;
    this.#pair = pair;
    this.pem = pem;
  }

  static root(name: string, traits: CertificateTraits = {}): TestAuthority {
    const pair = keyPair(name, traits.bits);
    const own = { isAuthority: true, ...traits };
    const pem = certificate(name, pair.publicKey, name, pair.privateKey, own);
    return new TestAuthority(name, pair, pem);
  }

  intermediate(name: string, traits: CertificateTraits = {}): TestAuthority {
    const pair = keyPair(name, traits.bits);
    const own = { isAuthority: true, ...traits };
    const pem = certificate(name, pair.publicKey, this.#name, this.#pair.privateKey, own);
    return new TestAuthority(name, pair, pem);
  }

  issue(traits: CertificateTraits = {}): IssuedCertificate {
    const pair = keyPair('server', traits.bits);
    const own = { names: ['localhost', '127.0.0.1'], purpose: 'serverAuth', ...traits } as const;
    const cert = certificate('server', pair.publicKey, this.#name, this.#pair.privateKey, own);
    return { key: forge.pki.privateKeyToPem(pair.privateKey), cert };
  }
}

function certificate(
  subject: string,
  publicKey: forge.pki.rsa.PublicKey,
  issuer: string,
  issuerKey: forge.pki.rsa.PrivateKey,
  traits: CertificateTraits,
): string {
  const made = forge.pki.createCertificate();
  made.publicKey = publicKey;
  made.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(8))}`;
  made.validity.notBefore = traits.validFrom ?? new Date(Date.now() - HOUR_MS);
  made.validity.notAfter = traits.validTo ?? new Date(Date.now() + HOUR_MS);
  made.setSubject([{ name: 'commonName', value: subject }]);
  made.setIssuer([{ name: 'commonName', value: issuer }]);
  made.setExtensions(extensions(traits));
  made.sign(issuerKey, forge.md[traits.hash ?? 'sha256'].create());
  return forge.pki.certificateToPem(made).replaceAll('\r', '');
}

function extensions(traits: CertificateTraits): object[] {
  const { isAuthority = false, pathLength, names, purpose, nameConstraints } = traits;
  const limit = pathLength === undefined ? {} : { pathLenConstraint: pathLength };
  return [
    { name: 'basicConstraints', critical: true, cA: isAuthority, ...limit },
    {
      name: 'keyUsage',
      critical: true,
      ...(isAuthority ? { keyCertSign: true, cRLSign: true } : { digitalSignature: true }),
    },
    ...(purpose ? [{ name: 'extKeyUsage', [purpose]: true }] : []),
    ...(names ? [{ name: 'subjectAltName', altNames: names.map(alternativeName) }] : []),
    // permittedSubtrees { dNSName "example" }
    ...(nameConstraints
      ? [{ id: '2.5.29.30', value: '\x30\x0d\xa0\x0b\x30\x09\x82\x07example' }]
      : []),
  ];
}

function alternativeName(name: string): object {
  return /^[\d.]+$/.test(name) ? { type: 7, ip: name } : { type: 2, value: name };
}
