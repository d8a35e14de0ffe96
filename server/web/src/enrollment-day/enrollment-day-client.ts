import {
  ADMIN_ENROLLMENT_DAYS_PATH,
  type EnrollmentDay,
  enrollmentDayList,
  type PlanDayRequest,
} from '@onbench/protocol/enrollment-day-api';
import type { Clocked } from '../api/admin-client.ts';
import { type ApiRequest, exchange } from '../api/exchange.ts';
import type { Answer } from '../api/failure.ts';
import { startServerClock } from '../api/server-clock.ts';

export type Days = Clocked<readonly EnrollmentDay[]>;

/** What the page for enrollment days may ask of the server. Each answer is the whole list as it is then. */
export interface EnrollmentDayClient {
  list(): Promise<Answer<Days>>;
  plan(csrfToken: string, request: PlanDayRequest): Promise<Answer<Days>>;
  withdraw(csrfToken: string, id: string): Promise<Answer<Days>>;
}

export function createEnrollmentDayClient(send: typeof fetch): EnrollmentDayClient {
  const path = ADMIN_ENROLLMENT_DAYS_PATH;
  async function call(request: ApiRequest): Promise<Answer<Days>> {
    const answer = await exchange(send, request, enrollmentDayList);
    if (!answer.ok) return answer;
    const { body, serverTimeMs } = answer.value;
    return { ok: true, value: { value: body.days, clock: startServerClock(serverTimeMs) } };
  }
  return {
    list: () => call({ method: 'GET', path }),
    plan: (csrfToken, body) => call({ method: 'POST', path, csrfToken, body }),
    withdraw: (csrfToken, id) => call({ method: 'DELETE', path: `${path}/${id}`, csrfToken }),
  };
}
