import { failed, ok, type Result } from './result.ts';

/** How the API is reached. The loopback interface is always reached without a proxy. */
export type ProxySetting =
  /** As the system has it: its proxy, its PAC file, or none. */
  | { readonly kind: 'system' }
  /** `url` in canonical form, see {@link parseProxyUrl}. */
  | { readonly kind: 'manual'; readonly url: string }
  | { readonly kind: 'none' };

/** Why a text cannot be the address of a proxy. The words for it are the renderer's. */
export type ProxyProblem =
  | 'empty'
  | 'not-a-url'
  | 'not-http'
  | 'has-credentials'
  | 'has-path'
  | 'no-port';

/** What a person compares before trusting a certificate, and sees afterwards. */
export interface CertificateFacts {
  /** The distinguished name on one line, most specific part first. */
  readonly subject: string;
  /** ISO 8601 */
  readonly validFrom: string;
  readonly validTo: string;
  /** `AB:CD:…` of the whole certificate, as browsers and openssl show it. */
  readonly sha256: string;
}

/** A lab's own certificate authority and the one host that it may vouch for. */
export interface TrustedAuthority {
  readonly host: string;
  readonly certificates: readonly CertificateFacts[];
}

/** Why a file cannot be a lab's certificate authority. */
export type AuthorityProblem =
  | 'not-readable'
  | 'too-large'
  | 'no-certificate'
  | 'holds-private-key'
  | 'too-many'
  | 'not-an-authority'
  | 'not-valid-now'
  | 'weak'
  | 'constrained'
  | 'no-root';

/** What the window shows of the way to the server. A managed part is the lab's, and read-only. */
export interface NetworkSettings {
  readonly proxy: ProxySetting;
  readonly isProxyManaged: boolean;
  readonly authority: TrustedAuthority | null;
  readonly isAuthorityManaged: boolean;
}

/** What `proxyRules` of Chromium reads as one plain host: no comma, semicolon or equals sign. */
const PLAIN_HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;

/**
 * Checks what was typed as a proxy and gives `http://host:port`. A name and password are refused: they would have to be
 * stored, and every request would show them to whoever listens between here and the proxy.
 */
export function parseProxyUrl(typed: string): Result<string, ProxyProblem> {
  const text = typed.trim();
  if (text === '') return failed('empty');
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return failed('not-a-url');
  const url = new URL(text);
  if (url.protocol !== 'http:') return failed('not-http');
  if (url.username !== '' || url.password !== '') return failed('has-credentials');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return failed('has-path');
  if (!PLAIN_HOST.test(url.hostname)) return failed('not-a-url');
  // The URL parser drops the port that http has anyway.
  if (!/:\d+\/?$/.test(text)) return failed('no-port');
  return ok(`http://${url.hostname}:${url.port || '80'}`);
}
