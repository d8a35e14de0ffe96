import type { Secret } from '@onbench/protocol/secret';
import type { HttpRequest } from './transport.ts';

/** A request as the protocol defines it, before the server's address is put in front of its path. */
export interface WireRequest extends Pick<HttpRequest, 'method' | 'headers' | 'body'> {
  readonly path: string;
}

/** An unauthenticated call: the device code in its body is the only credential, so no `Authorization` goes with it. */
export function postJson(path: string, body: unknown): WireRequest {
  return {
    method: 'POST',
    path,
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** A call with the token that was minted. */
export function withBearer(
  method: WireRequest['method'],
  path: string,
  token: Secret,
  body?: unknown,
): WireRequest {
  const headers = { Accept: 'application/json', Authorization: `Bearer ${token.reveal()}` };
  if (body === undefined) return { method, path, headers };
  return {
    method,
    path,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
}
