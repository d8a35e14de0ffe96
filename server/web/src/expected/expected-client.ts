import {
  ADMIN_EXPECTED_PATH,
  ADMIN_REASONS_PATH,
  type AnnounceRequest,
  type ExpectedList,
  expectedList,
} from '@onbench/protocol/expected-api';
import { type ApiRequest, exchange } from '../api/exchange.ts';
import type { Answer } from '../api/failure.ts';

/** What the page for expected devices may ask of the server. Each answer is the whole list as it is then. */
export interface ExpectedClient {
  list(): Promise<Answer<ExpectedList>>;
  announce(csrfToken: string, request: AnnounceRequest): Promise<Answer<ExpectedList>>;
  withdraw(csrfToken: string, id: string): Promise<Answer<ExpectedList>>;
  askForReasons(csrfToken: string, lab: string, asks: boolean): Promise<Answer<ExpectedList>>;
}

export function createExpectedClient(send: typeof fetch): ExpectedClient {
  async function call(request: ApiRequest): Promise<Answer<ExpectedList>> {
    const answer = await exchange(send, request, expectedList);
    return answer.ok ? { ok: true, value: answer.value.body } : answer;
  }
  return {
    list: () => call({ method: 'GET', path: ADMIN_EXPECTED_PATH }),
    announce: (csrfToken, body) =>
      call({ method: 'POST', path: ADMIN_EXPECTED_PATH, csrfToken, body }),
    withdraw: (csrfToken, id) =>
      call({ method: 'DELETE', path: `${ADMIN_EXPECTED_PATH}/${id}`, csrfToken }),
    askForReasons: (csrfToken, lab, asks) =>
      call({ method: 'POST', path: ADMIN_REASONS_PATH, csrfToken, body: { lab, asks } }),
  };
}
