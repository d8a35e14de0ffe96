import { OWN_TOKEN_PATH, WHOAMI_PATH, whoamiResponse } from '@onbench/protocol/bearer-api';
import type { Secret } from '@onbench/protocol/secret';
import type { NetworkTrouble, Revocation } from '../../shared/enrollment.ts';
import type { Result } from '../../shared/result.ts';
import { jsonObject } from './json-object.ts';
import type { HttpResponse } from './transport.ts';
import { type WireRequest, withBearer } from './wire-request.ts';

/** Whom the server takes a token for. */
export type WhoamiOutcome =
  | {
      readonly kind: 'identity';
      readonly lab: string;
      readonly scopes: readonly string[];
      /** ISO 8601 in UTC; null for a token that never ends, undefined where the server does not say. */
      readonly expiresAt: string | null | undefined;
    }
  | { readonly kind: 'refused' }
  /** No answer that could be the server's word. */
  | { readonly kind: 'unreachable' };

export function whoamiRequest(token: Secret): WireRequest {
  return withBearer('GET', WHOAMI_PATH, token);
}

export function parseWhoamiResponse(answer: Result<HttpResponse, NetworkTrouble>): WhoamiOutcome {
  if (!answer.ok) return { kind: 'unreachable' };
  if (answer.value.status === 401) return { kind: 'refused' };
  const parsed = whoamiResponse.safeParse(jsonObject(answer.value));
  if (answer.value.status !== 200 || !parsed.success) return { kind: 'unreachable' };
  const { lab, scopes, expires_at } = parsed.data;
  return {
    kind: 'identity',
    lab,
    scopes,
    expiresAt: expires_at ? new Date(expires_at).toISOString() : expires_at,
  };
}

export function revocationRequest(token: Secret): WireRequest {
  return withBearer('DELETE', OWN_TOKEN_PATH, token);
}

/** 401 and 404 say that the token is no longer valid, which is all that was wanted (protocol.md section 1). */
export function parseRevocationResponse(
  answer: Result<HttpResponse, NetworkTrouble>,
): Exclude<Revocation, 'none'> {
  if (!answer.ok) return 'could-not-revoke';
  const { status } = answer.value;
  const revoked = (status >= 200 && status < 300) || status === 401 || status === 404;
  return revoked ? 'revoked' : 'could-not-revoke';
}
