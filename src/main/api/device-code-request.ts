import {
  DEVICE_CODES_PATH,
  type StartRequest,
  startResponse,
} from '@onbench/protocol/device-code-grant';
import type { Secret } from '@onbench/protocol/secret';
import { parseApiBaseUrl } from '../../shared/api-base-url.ts';
import type { EnrollmentFailure, NetworkTrouble } from '../../shared/enrollment.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import { brokenField, jsonObject } from './json-object.ts';
import { retryAfterMs, serverTimeMs } from './response-times.ts';
import type { HttpResponse } from './transport.ts';
import { postJson, type WireRequest } from './wire-request.ts';

/** No person waits longer for an approval, whatever a server says. */
const MAX_LIFETIME_MS = 24 * 60 * 60 * 1_000;

/** What identifies this workstation to the server. */
export interface EnrollmentSubject {
  readonly publicKeyLine: string;
  readonly hostname: string;
}

/** What the approval page tells an administrator about this program. */
export interface ClientInfo {
  readonly name: string;
  readonly version: string;
  readonly platform: string;
}

/** A grant that waits for an administrator. */
export interface StartedGrant {
  readonly deviceCode: Secret;
  readonly userCode: string;
  readonly verificationUrl: string;
  readonly verificationUrlComplete: string;
  /** As the server asked, not yet brought within bounds. */
  readonly intervalMs: number;
  /** From the answer until the code expires, by the server's own clock. */
  readonly lifetimeMs: number;
}

export type StartFailure = Extract<
  EnrollmentFailure,
  {
    kind:
      | 'server-unreachable'
      | 'not-device-capable'
      | 'rate-limited'
      | 'key-rejected'
      | 'server-error'
      | 'bad-response';
  }
>;

export function deviceCodeRequest(subject: EnrollmentSubject, client: ClientInfo): WireRequest {
  return postJson(DEVICE_CODES_PATH, {
    public_key: subject.publicKeyLine,
    hostname: subject.hostname,
    capabilities: ['ack'],
    client: { name: client.name, version: client.version, platform: client.platform },
  } satisfies StartRequest);
}

export function parseDeviceCodeResponse(
  answer: Result<HttpResponse, NetworkTrouble>,
  host: string,
  wallTimeMs: number,
): Result<StartedGrant, StartFailure> {
  if (!answer.ok) return unreachable(host, answer.failure);
  const { status } = answer.value;
  if (status === 200 || status === 201) return parseGrant(answer.value, host, wallTimeMs);
  if (status >= 300 && status < 400) return unreachable(host, 'redirected');
  if (status === 400) return failed({ kind: 'key-rejected' });
  if (status === 429) return rateLimited(answer.value);
  // 501 says that the method is unknown there: no fault that passes.
  if (status >= 500 && status !== 501) {
    return failed({ kind: 'server-error', status, during: 'request' });
  }
  return failed({ kind: 'not-device-capable', host, status });
}

function parseGrant(
  response: HttpResponse,
  host: string,
  wallTimeMs: number,
): Result<StartedGrant, StartFailure> {
  const body = jsonObject(response);
  if (!body) return failed({ kind: 'not-device-capable', host, status: response.status });
  const parsed = startResponse.safeParse(body);
  if (!parsed.success) return badResponse(brokenField(parsed.error));
  const { expiresAt, ...grant } = parsed.data;
  if (!isSafeToOpen(grant.verificationUrl)) return badResponse('verification_url');
  if (!isSafeToOpen(grant.verificationUrlComplete)) return badResponse('verification_url_complete');
  // Against the server's clock: a workstation whose clock is wrong still knows how long is left.
  // `Date` has whole seconds: what is left of one would make the time look longer than it is.
  const lifetimeMs = wholeSeconds(expiresAt.getTime() - (serverTimeMs(response) ?? wallTimeMs));
  if (!(lifetimeMs > 0)) return badResponse('expires_at');
  return ok({ ...grant, lifetimeMs: Math.min(lifetimeMs, MAX_LIFETIME_MS) });
}

/** The page is opened in a browser, so its address is held to the rule for the API base: https, or http on loopback (security.md E03). */
export function isSafeToOpen(text: string): boolean {
  // The URL parser drops line breaks and tabs, so what is shown would not be what is opened.
  if (!/^[\x21-\x7e]+$/.test(text)) return false;
  const url = new URL(text);
  url.search = '';
  url.hash = '';
  return parseApiBaseUrl(url.href).ok;
}

function rateLimited(response: HttpResponse): Result<never, StartFailure> {
  const waitMs = retryAfterMs(response);
  return failed({
    kind: 'rate-limited',
    retryAfterSeconds: waitMs === null ? null : Math.ceil(waitMs / 1_000),
  });
}

function unreachable(host: string, trouble: NetworkTrouble): Result<never, StartFailure> {
  return failed({ kind: 'server-unreachable', host, trouble });
}

function badResponse(field: string): Result<never, StartFailure> {
  return failed({ kind: 'bad-response', request: 'start', field, revocation: 'none' });
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}
