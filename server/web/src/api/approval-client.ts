import {
  APPROVE_PATH,
  type ApproveRequest,
  DENY_PATH,
  GRANTS_PATH,
  type GrantSummary,
  grantList,
  grantSummary,
  LOOKUP_PATH,
  SESSION_PATH,
  type Session,
  session,
} from '@onbench/protocol/approval-api';
import type { Secret } from '@onbench/protocol/secret';
import { z } from 'zod';
import { type ApiRequest, exchange } from './exchange.ts';
import type { Answer } from './failure.ts';
import { type ServerClock, startServerClock } from './server-clock.ts';

/** A grant as the server described it, with a clock that runs on the server's time from then on. */
export interface LookedUpGrant {
  readonly grant: GrantSummary;
  readonly clock: ServerClock;
}

/** What the page may ask of the server. */
export interface ApprovalClient {
  getSession(): Promise<Answer<Session>>;
  signIn(email: string, password: Secret): Promise<Answer<Session>>;
  signOut(csrfToken: string): Promise<Answer<unknown>>;
  lookUp(csrfToken: string, userCode: string): Promise<Answer<LookedUpGrant>>;
  approve(csrfToken: string, request: ApproveRequest): Promise<Answer<unknown>>;
  deny(csrfToken: string, userCode: string): Promise<Answer<unknown>>;
  /** The grant as it stands now, or null where this administrator may not see it any more. */
  findGrant(id: string): Promise<Answer<GrantSummary | null>>;
}

/** The body of an answer whose status says everything. */
const nothing = z.unknown();

export function createApprovalClient(send: typeof fetch): ApprovalClient {
  async function call<Schema extends z.ZodType>(
    request: ApiRequest,
    schema: Schema,
  ): Promise<Answer<z.output<Schema>>> {
    const answer = await exchange(send, request, schema);
    return answer.ok ? { ok: true, value: answer.value.body } : answer;
  }
  const post = (path: string, csrfToken: string, body: unknown): ApiRequest => ({
    method: 'POST',
    path,
    csrfToken,
    body,
  });

  return {
    getSession: () => call({ method: 'GET', path: SESSION_PATH }, session),
    signIn: (email, password) =>
      call(
        { method: 'POST', path: SESSION_PATH, body: { email, password: password.reveal() } },
        session,
      ),
    signOut: (csrfToken) => call({ method: 'DELETE', path: SESSION_PATH, csrfToken }, nothing),
    async lookUp(csrfToken, userCode) {
      const request = post(LOOKUP_PATH, csrfToken, { user_code: userCode });
      const answer = await exchange(send, request, grantSummary);
      if (!answer.ok) return answer;
      const { body, serverTimeMs } = answer.value;
      return { ok: true, value: { grant: body, clock: startServerClock(serverTimeMs) } };
    },
    approve: (csrfToken, request) => call(post(APPROVE_PATH, csrfToken, request), nothing),
    deny: (csrfToken, userCode) =>
      call(post(DENY_PATH, csrfToken, { user_code: userCode }), nothing),
    async findGrant(id) {
      const answer = await call({ method: 'GET', path: GRANTS_PATH }, grantList);
      if (!answer.ok) return answer;
      return {
        ok: true,
        value: answer.value.device_codes.find((grant) => grant.id === id) ?? null,
      };
    },
  };
}
