import { WHOAMI_PATH } from '@onbench/protocol/bearer-api';
import type { NetworkTrouble } from '../../shared/enrollment.ts';
import type { Result } from '../../shared/result.ts';
import { jsonObject } from './json-object.ts';
import { serverTimeMs } from './response-times.ts';
import type { HttpResponse } from './transport.ts';
import type { WireRequest } from './wire-request.ts';

/** What a question without consequences tells about the server and the way to it. */
export type ServerProbe =
  | { readonly kind: 'no-answer'; readonly trouble: NetworkTrouble }
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Whether the answer could be an enrollment server's own. */
      readonly isServersWord: boolean;
      /** How far this machine's wall clock is ahead of the server's; null when the server tells no time. */
      readonly clockAheadMs: number | null;
    };

/** `Date` has whole seconds (RFC 9110 section 5.6.7): the truth is up to a second later. */
const DATE_RESOLUTION_MS = 1_000;

/** Who am I, without saying: a server of this protocol answers 401 in JSON, and has spent nothing on it. */
export function serverProbeRequest(): WireRequest {
  return { method: 'GET', path: WHOAMI_PATH, headers: { Accept: 'application/json' } };
}

export function parseServerProbe(
  answer: Result<HttpResponse, NetworkTrouble>,
  measured: { readonly sentAtMs: number; readonly receivedAtMs: number },
): ServerProbe {
  if (!answer.ok) return { kind: 'no-answer', trouble: answer.failure };
  const { status } = answer.value;
  if (status >= 300 && status < 400) return { kind: 'no-answer', trouble: 'redirected' };
  // Proxy Authentication Required (RFC 9110 section 15.5.8) is never the server's.
  if (status === 407) return { kind: 'no-answer', trouble: 'proxy' };
  const serverMs = serverTimeMs(answer.value);
  return {
    kind: 'answered',
    status,
    // A sign-in page is HTML; a JSON 404 comes from a server that has no such path.
    isServersWord: jsonObject(answer.value) !== null && status !== 404,
    clockAheadMs: serverMs === null ? null : aheadMs(serverMs, measured),
  };
}

/** The server wrote its time somewhere between request and answer: only what lies outside of that is a difference. */
function aheadMs(
  serverMs: number,
  { sentAtMs, receivedAtMs }: { readonly sentAtMs: number; readonly receivedAtMs: number },
): number {
  const ahead = sentAtMs - (serverMs + DATE_RESOLUTION_MS);
  const behind = serverMs - receivedAtMs;
  if (ahead > 0) return ahead;
  return behind > 0 ? -behind : 0;
}
