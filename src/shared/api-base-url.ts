import { failed, ok, type Result } from './result.ts';

/** Why a text cannot be the API base URL. The words for it are the renderer's. */
export type ApiBaseUrlProblem =
  | 'empty'
  | 'not-a-url'
  | 'not-https'
  | 'has-credentials'
  | 'has-query-or-fragment';

/**
 * Checks what a technician typed as the API base URL and gives its canonical form, without a trailing slash.
 * Plain http is accepted on the loopback interface only: there nobody on the way can read the token.
 */
export function parseApiBaseUrl(typed: string): Result<string, ApiBaseUrlProblem> {
  const text = typed.trim();
  if (text === '') return failed('empty');
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return failed('not-a-url');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return failed('not-https');
  }
  if (url.username !== '' || url.password !== '') return failed('has-credentials');
  if (url.search !== '' || url.hash !== '') return failed('has-query-or-fragment');
  return ok(`${url.origin}${url.pathname}`.replace(/\/+$/, ''));
}

/** 127.0.0.0/8, ::1 and `localhost`, as `URL.hostname` has them. The URL parser has already reduced 127.1 and 0x7f000001 to dotted form. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
