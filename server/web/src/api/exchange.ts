import type { AdminErrorCode } from '@onbench/protocol/admin-api';
import { type ApprovalErrorCode, apiError, CSRF_HEADER } from '@onbench/protocol/approval-api';
import type { z } from 'zod';
import { type Answer, type Failure, failure } from './failure.ts';

const TIME_LIMIT_MS = 15_000;

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly csrfToken?: string;
  readonly body?: unknown;
}

/** An answer and the server's own time when it was given, as far as its `Date` header tells. */
export interface Dated<Value> {
  readonly body: Value;
  readonly serverTimeMs: number | null;
}

type ServerCode = ApprovalErrorCode | AdminErrorCode;

/** Only these codes are believed; the type keeps the list complete. */
const SERVER_CODES: Readonly<Record<ServerCode, true>> = {
  invalid_request: true,
  wrong_credentials: true,
  too_many_attempts: true,
  too_many_wrong_codes: true,
  passwords_off: true,
  not_signed_in: true,
  fresh_sign_in_required: true,
  forbidden: true,
  unknown_code: true,
  expired_code: true,
  already_decided: true,
  reason_required: true,
  not_found: true,
  already_exists: true,
  last_administrator: true,
};

/** What a refusal's status and body say in a dialect of its own, or null where they are not of that dialect. */
export type ReadRefusal = (status: number, json: unknown) => Failure | null;

/** One request and its checked answer. It throws for bugs only. */
export async function exchange<Schema extends z.ZodType>(
  send: typeof fetch,
  request: ApiRequest,
  schema: Schema,
  readRefusal: ReadRefusal = () => null,
): Promise<Answer<Dated<z.output<Schema>>>> {
  const response = await attempt(() => send(request.path, toInit(request)));
  if (!response) return { ok: false, failure: failure('unreachable') };
  const text = await attempt(() => response.text());
  if (text === null) return { ok: false, failure: failure('unreachable') };
  const json = parseJson(text);
  if (!response.ok) {
    return { ok: false, failure: readRefusal(response.status, json) ?? toFailure(response, json) };
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) return { ok: false, failure: failure('unexpected_answer') };
  return { ok: true, value: { body: parsed.data, serverTimeMs: readDate(response) } };
}

/**
 * `mode` stays the default: with `same-origin` and no referrer a browser sends `Origin: null`, and the server compares
 * origins (security.md T19).
 */
function toInit({ method, csrfToken, body }: ApiRequest): RequestInit {
  return {
    method,
    credentials: 'same-origin',
    redirect: 'error',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(csrfToken === undefined ? {} : { [CSRF_HEADER]: csrfToken }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  };
}

/** Fetch tells every trouble on the way, a refused redirect and the time limit by rejecting. */
async function attempt<Value>(work: () => Promise<Value>): Promise<Value | null> {
  try {
    return await work();
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Without the API's own code only 401 and 429 mean what they say: anything else may be a proxy's word, and nothing is
 * final because a proxy says so.
 */
function toFailure(response: Response, json: unknown): Failure {
  const retryAfterSeconds = readRetryAfter(response);
  const parsed = apiError.safeParse(json);
  if (parsed.success && isServerCode(parsed.data.code)) {
    return failure(parsed.data.code, { retryAfterSeconds, message: parsed.data.message });
  }
  if (response.status === 401) return failure('not_signed_in');
  if (response.status === 429) return failure('too_many_attempts', { retryAfterSeconds });
  return failure('unexpected_answer');
}

function isServerCode(code: string): code is ServerCode {
  return Object.hasOwn(SERVER_CODES, code);
}

function readRetryAfter(response: Response): number | null {
  const header = response.headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(header) ? Number(header) : null;
}

function readDate(response: Response): number | null {
  const timeMs = Date.parse(response.headers.get('date') ?? '');
  return Number.isNaN(timeMs) ? null : timeMs;
}
