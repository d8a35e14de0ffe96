import type { NetworkTrouble } from '../../shared/enrollment.ts';
import { ProxyRefusal } from './open-tunnel.ts';

const TROUBLE_BY_CODE: Readonly<Record<string, NetworkTrouble>> = {
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  EAI_NODATA: 'name-not-found',
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'connection-refused',
  ETIMEDOUT: 'timed-out',
  ENETUNREACH: 'offline',
  ENETDOWN: 'offline',
  HPE_HEADER_OVERFLOW: 'answer-too-large',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-not-trusted',
  HOSTNAME_MISMATCH: 'certificate-not-trusted',
  INVALID_CA: 'certificate-not-trusted',
  INVALID_PURPOSE: 'certificate-not-trusted',
  PATH_LENGTH_EXCEEDED: 'certificate-not-trusted',
  // Node's word for the faults of a chain that it has no name for.
  UNSPECIFIED: 'certificate-not-trusted',
};

/** Names that OpenSSL's chain checks have in common: `CERT_HAS_EXPIRED`, `UNABLE_TO_VERIFY_LEAF_SIGNATURE` … */
const CERTIFICATE_CODE = /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERROR_IN_CERT_|CRL_)/;

/** What an error of Node's sockets, TLS or HTTP parser says about the network. */
export function networkTroubleOf(error: unknown): NetworkTrouble {
  if (error instanceof ProxyRefusal) return 'proxy';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (CERTIFICATE_CODE.test(code)) return 'certificate-not-trusted';
  return TROUBLE_BY_CODE[code] ?? 'interrupted';
}
