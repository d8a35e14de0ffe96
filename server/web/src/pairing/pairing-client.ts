import {
  ROMM_APPROVE_PATH,
  ROMM_DENY_PATH,
  ROMM_PENDING_PATH,
  type RommApproveRequest,
  type RommPending,
  rommPending,
} from '@onbench/protocol/romm-device-grant';
import { z } from 'zod';
import { type ApiRequest, exchange, type ReadRefusal } from '../api/exchange.ts';
import { type Answer, type FailureCode, failure } from '../api/failure.ts';
import { type ServerClock, startServerClock } from '../api/server-clock.ts';

/** A waiting device as the server described it, with a clock that runs on the server's time from then on. */
export interface WaitingDevice {
  readonly pending: RommPending;
  readonly clock: ServerClock;
}

/** What the page may ask of the server about devices that want to be paired (protocol.md section 2). */
export interface PairingClient {
  lookUp(userCode: string): Promise<Answer<WaitingDevice>>;
  approve(csrfToken: string, request: RommApproveRequest): Promise<Answer<unknown>>;
  deny(csrfToken: string, userCode: string): Promise<Answer<unknown>>;
}

export function createPairingClient(send: typeof fetch): PairingClient {
  const decide = async (path: string, csrfToken: string, body: unknown) => {
    const request: ApiRequest = { method: 'POST', path, csrfToken, body };
    return await exchange(send, request, z.unknown(), readRefusal);
  };
  return {
    async lookUp(userCode) {
      const path = `${ROMM_PENDING_PATH}/${encodeURIComponent(userCode)}`;
      const answer = await exchange(send, { method: 'GET', path }, rommPending, readRefusal);
      if (!answer.ok) return answer;
      const { body, serverTimeMs } = answer.value;
      return { ok: true, value: { pending: body, clock: startServerClock(serverTimeMs) } };
    },
    approve: (csrfToken, request) => decide(ROMM_APPROVE_PATH, csrfToken, request),
    deny: (csrfToken, userCode) => decide(ROMM_DENY_PATH, csrfToken, { user_code: userCode }),
  };
}

const refusal = z.object({
  code: z.literal('fresh_sign_in_required').optional(),
  detail: z.union([z.string(), z.array(z.unknown())]),
});

const CODES: Readonly<Record<number, FailureCode>> = {
  403: 'forbidden',
  404: 'unknown_code',
  410: 'already_decided',
  422: 'invalid_request',
};

/** The dialect tells refusals apart by status, but for one; without its body they may be a proxy's word. */
const readRefusal: ReadRefusal = (status, json) => {
  const parsed = refusal.safeParse(json);
  const code = parsed.data?.code ?? CODES[status];
  return code && parsed.success ? failure(code) : null;
};
