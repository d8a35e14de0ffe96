import {
  ACKNOWLEDGE_PATH,
  type MintedCredential,
  POLL_PATH,
  POLL_STATUS,
  tokenResponse,
} from '@onbench/protocol/device-code-grant';
import { Secret } from '@onbench/protocol/secret';
import type { NetworkTrouble } from '../../shared/enrollment.ts';
import type { Result } from '../../shared/result.ts';
import { brokenField, jsonObject } from './json-object.ts';
import { retryAfterMs } from './response-times.ts';
import type { HttpResponse } from './transport.ts';
import { postJson, type WireRequest } from './wire-request.ts';

/** What stands in the way of an answer: the network, or a status that cannot be the server's last word. */
export type Trouble = NetworkTrouble | { readonly status: number };

/** What one poll brought (protocol.md section 1). */
export type PollOutcome =
  | { readonly kind: 'pending' }
  | { readonly kind: 'slow-down'; readonly retryAfterMs: number | null }
  | { readonly kind: 'denied' }
  /** Unknown, expired or used: the server does not say which. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'key-rejected' }
  | { readonly kind: 'mint-failed'; readonly status: number }
  | { readonly kind: 'trouble'; readonly cause: Trouble }
  | { readonly kind: 'minted'; readonly credential: MintedCredential }
  /** A 200 that breaks the contract. The token that came with it is unusable, and valid until it is revoked. */
  | { readonly kind: 'bad-response'; readonly field: string; readonly apiToken: Secret | null };

export function tokenRequest(deviceCode: Secret): WireRequest {
  return postJson(POLL_PATH, { device_code: deviceCode.reveal() });
}

export function acknowledgeRequest(deviceCode: Secret): WireRequest {
  return postJson(ACKNOWLEDGE_PATH, { device_code: deviceCode.reveal() });
}

export function parseTokenResponse(
  answer: Result<HttpResponse, NetworkTrouble>,
  keyFingerprint: string,
): PollOutcome {
  if (!answer.ok) return { kind: 'trouble', cause: answer.failure };
  const response = answer.value;
  switch (response.status) {
    case 200:
      return parseCredential(response, keyFingerprint);
    case POLL_STATUS.pending:
      return { kind: 'pending' };
    case POLL_STATUS.slowDown:
      return { kind: 'slow-down', retryAfterMs: retryAfterMs(response) };
    case POLL_STATUS.fingerprintRejected:
      return { kind: 'key-rejected' };
    case 500:
      return { kind: 'mint-failed', status: 500 };
    default:
      return parseWordOfServer(response);
  }
}

/** Statuses that a sign-in page, a proxy or a gateway gives too: with JSON they are the server's word, else trouble. */
function parseWordOfServer(response: HttpResponse): PollOutcome {
  const { status } = response;
  if (status >= 300 && status < 400) return { kind: 'trouble', cause: 'redirected' };
  if (jsonObject(response)) {
    if (status === POLL_STATUS.denied) return { kind: 'denied' };
    if (status === POLL_STATUS.gone) return { kind: 'gone' };
    if (status === 502) return { kind: 'mint-failed', status };
  }
  return { kind: 'trouble', cause: { status } };
}

function parseCredential(response: HttpResponse, keyFingerprint: string): PollOutcome {
  const body = jsonObject(response);
  if (!body) return { kind: 'trouble', cause: { status: response.status } };
  const parsed = tokenResponse.safeParse(body);
  if (!parsed.success) return badResponse(brokenField(parsed.error), body);
  // A registration of some other key would leave this workstation with a key that opens nothing.
  if (parsed.data.sshKey.fingerprint !== keyFingerprint) {
    return badResponse('ssh_key.fingerprint', body);
  }
  return { kind: 'minted', credential: parsed.data };
}

function badResponse(field: string, body: Readonly<Record<string, unknown>>): PollOutcome {
  const token = body.api_token;
  // Only visible ASCII can go into the header of the call that revokes it.
  const revocable = typeof token === 'string' && /^[\x21-\x7e]{1,1024}$/.test(token);
  return { kind: 'bad-response', field, apiToken: revocable ? new Secret(token) : null };
}
