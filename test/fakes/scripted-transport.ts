import type { HttpRequest, HttpResponse, Transport } from '../../src/main/api/transport.ts';
import type { NetworkTrouble } from '../../src/shared/enrollment.ts';
import { failed, ok, type Result } from '../../src/shared/result.ts';
import type { FakeClock } from './fake-clock.ts';

export type SentRequest = Omit<HttpRequest, 'signal'>;

type Answer = Result<HttpResponse, NetworkTrouble>;

/** An answer that is there at once, or one that takes its time and heeds the signal. */
export type ScriptedAnswer = Answer | ((signal: AbortSignal) => Promise<Answer>);

export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return ok({
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

export function html(status: number): Answer {
  return ok({ status, headers: { 'content-type': 'text/html' }, body: '<h1>Sign in</h1>' });
}

export function trouble(cause: NetworkTrouble): Answer {
  return failed(cause);
}

/** An answer that never comes: only the signal ends the wait. */
export function never(signal: AbortSignal): Promise<Answer> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

export function afterMs(clock: FakeClock, ms: number, answer: Answer): ScriptedAnswer {
  return (signal) => clock.sleep(ms, signal).then(() => answer);
}

/** A server played from a script: each request gets the next answer, and is kept for comparison. */
export class ScriptedTransport implements Transport {
  readonly requests: SentRequest[] = [];
  /** The most requests that were ever on the way at the same time. */
  mostInFlight = 0;
  readonly #answers: ScriptedAnswer[];
  #inFlight = 0;

  constructor(answers: readonly ScriptedAnswer[]) {
    this.#answers = [...answers];
  }

  get unusedAnswers(): number {
    return this.#answers.length;
  }

  async send({ signal, ...request }: HttpRequest): Promise<Answer> {
    signal.throwIfAborted();
    this.requests.push(request);
    const answer = this.#answers.shift();
    if (!answer) throw new Error(`Not in the script: ${request.method} ${request.url}`);
    this.mostInFlight = Math.max(this.mostInFlight, ++this.#inFlight);
    try {
      return typeof answer === 'function' ? await answer(signal) : answer;
    } finally {
      this.#inFlight--;
    }
  }
}
