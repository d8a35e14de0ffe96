import type { ChildProcess } from 'node:child_process';
import type { HttpRequest, HttpResponse, Transport } from '../../src/main/api/transport.ts';
import type { NetworkTrouble } from '../../src/shared/enrollment.ts';
import type { Result } from '../../src/shared/result.ts';

type Outcome = Result<HttpResponse, NetworkTrouble>;

export type TransportOrder =
  | {
      readonly kind: 'send';
      readonly id: number;
      readonly timeoutMs: number;
      readonly request: Omit<HttpRequest, 'signal'>;
      /** The reason of a signal that had aborted before; null for one that had not. */
      readonly abortedFor: string | null;
    }
  | { readonly kind: 'abort'; readonly id: number; readonly reason: string };

export type TransportAnswer =
  | { readonly kind: 'outcome'; readonly id: number; readonly outcome: Outcome }
  | { readonly kind: 'rejected'; readonly id: number; readonly reason: string };

/** Stands here for a transport that runs in another process, at the other end of its IPC channel. */
export class RemoteTransport implements Transport {
  static #latestId = 0;
  readonly #host: ChildProcess;
  readonly #timeoutMs: number;

  constructor(host: ChildProcess, timeoutMs: number) {
    this.#host = host;
    this.#timeoutMs = timeoutMs;
  }

  send({ signal, ...request }: HttpRequest): Promise<Outcome> {
    RemoteTransport.#latestId += 1;
    const id = RemoteTransport.#latestId;
    const abortedFor = signal.aborted ? String(signal.reason) : null;
    return new Promise((resolve, reject) => {
      const listen = (answer: TransportAnswer) => {
        if (answer.id !== id) return;
        this.#host.off('message', listen);
        if (answer.kind === 'outcome') resolve(answer.outcome);
        else reject(answer.reason);
      };
      this.#host.on('message', listen);
      signal.addEventListener('abort', () =>
        this.#order({ kind: 'abort', id, reason: String(signal.reason) }),
      );
      this.#order({ kind: 'send', id, timeoutMs: this.#timeoutMs, request, abortedFor });
    });
  }

  #order(order: TransportOrder): void {
    this.#host.send(order);
  }
}
