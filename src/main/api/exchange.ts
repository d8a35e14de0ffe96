import type { NetworkTrouble } from '../../shared/enrollment.ts';
import type { Result } from '../../shared/result.ts';
import type { Log } from '../platform/log.ts';
import type { HttpResponse, Transport } from './transport.ts';
import type { WireRequest } from './wire-request.ts';

export interface ExchangeOptions {
  /** Canonical form (see `parseApiBaseUrl`). */
  readonly apiBaseUrl: string;
  readonly transport: Transport;
  readonly log: Log;
}

/** One call of the protocol, to one server and no other. */
export type Exchange = (
  request: WireRequest,
  signal: AbortSignal,
) => Promise<Result<HttpResponse, NetworkTrouble>>;

/** Puts the server's address in front, and says what went wrong on the wire. */
export function createExchange({ apiBaseUrl, transport, log }: ExchangeOptions): Exchange {
  return async ({ path, ...request }, signal) => {
    const answer = await transport.send({ ...request, url: `${apiBaseUrl}${path}`, signal });
    logTrouble(log, `${request.method} ${path}`, answer);
    return answer;
  };
}

/** Bodies and headers stay out: they hold the secrets. */
function logTrouble(log: Log, call: string, answer: Result<HttpResponse, NetworkTrouble>): void {
  if (!answer.ok) log.warn({ call, trouble: answer.failure }, 'the server gave no answer');
  else if (answer.value.status >= 300 && answer.value.status !== 425) {
    log.warn({ call, status: answer.value.status }, 'the server answered with an error status');
  }
}
