import { type ClientRequest, type IncomingMessage, net, type Session } from 'electron';
import type { NetworkTrouble } from '../../shared/enrollment.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import {
  type HttpRequest,
  type HttpResponse,
  MAX_BODY_BYTES,
  MAX_HEADER_BYTES,
  RESPONSE_TIMEOUT_MS,
  type Transport,
} from '../api/transport.ts';

type Outcome = Result<HttpResponse, NetworkTrouble>;

/** Chromium's network errors by name, as the technician can be told of them. Anything else is an interruption. */
const TROUBLE: readonly (readonly [RegExp, NetworkTrouble])[] = [
  [/ERR_NAME_(NOT_RESOLVED|RESOLUTION_FAILED)|ERR_DNS/, 'name-not-found'],
  [/ERR_CONNECTION_REFUSED/, 'connection-refused'],
  [/ERR_(CONNECTION_)?TIMED_OUT/, 'timed-out'],
  [/ERR_CERT|ERR_SSL_SERVER_CERT/, 'certificate-not-trusted'],
  [/ERR_PROXY|ERR_TUNNEL|ERR_MANDATORY_PROXY/, 'proxy'],
  [/ERR_INTERNET_DISCONNECTED|ERR_ADDRESS_UNREACHABLE|ERR_NETWORK_ACCESS_DENIED/, 'offline'],
  [/ERR_RESPONSE_HEADERS_TOO_BIG/, 'answer-too-large'],
];

/**
 * HTTP through Chromium's stack: the system's proxy, PAC and certificates apply. It does not tell when a connection
 * stands, so the time for connecting is part of the whole.
 */
export class ElectronTransport implements Transport {
  readonly #currentSession: () => Promise<Session>;
  readonly #timeoutMs: number;

  /** `currentSession` is asked before every request: it changes with the network settings. */
  constructor(currentSession: () => Promise<Session>, timeoutMs = RESPONSE_TIMEOUT_MS) {
    this.#currentSession = currentSession;
    this.#timeoutMs = timeoutMs;
  }

  async send(request: HttpRequest): Promise<Outcome> {
    request.signal.throwIfAborted();
    const session = await this.#currentSession();
    request.signal.throwIfAborted();
    return this.#exchange(session, request);
  }

  #exchange(session: Session, { method, url, headers, body, signal }: HttpRequest) {
    return new Promise<Outcome>((resolve, reject) => {
      const request = net.request({
        method,
        url,
        headers: { ...headers },
        session,
        credentials: 'omit',
        redirect: 'manual',
        cache: 'no-store',
      });
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        request.removeAllListeners();
        // An aborted request still reports an error, which nobody waits for any more.
        request.on('error', () => {});
        request.abort();
        finish();
      };
      const end = (outcome: Outcome) => settle(() => resolve(outcome));
      const onAbort = () => settle(() => reject(signal.reason));
      const timer = setTimeout(() => end(failed('timed-out')), this.#timeoutMs);
      signal.addEventListener('abort', onAbort);
      listen(request, end);
      request.end(body);
    });
  }
}

function listen(request: ClientRequest, end: (outcome: Outcome) => void): void {
  request.on('redirect', () => end(failed('redirected')));
  request.on('login', (_info, callback) => callback());
  request.on('error', (error) => end(failed(troubleOf(error))));
  request.on('response', (response) => collect(response, end));
}

function collect(response: IncomingMessage, end: (outcome: Outcome) => void): void {
  const headers = joinHeaders(response.headers);
  if (JSON.stringify(headers).length > MAX_HEADER_BYTES) {
    end(failed('answer-too-large'));
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) end(failed('answer-too-large'));
    else chunks.push(chunk);
  });
  response.on('error', (error: Error) => end(failed(troubleOf(error))));
  response.on('aborted', () => end(failed('interrupted')));
  response.on('end', () =>
    end(ok({ status: response.statusCode, headers, body: Buffer.concat(chunks).toString('utf8') })),
  );
}

function joinHeaders(headers: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}

function troubleOf(error: Error): NetworkTrouble {
  return TROUBLE.find(([pattern]) => pattern.test(error.message))?.[1] ?? 'interrupted';
}
