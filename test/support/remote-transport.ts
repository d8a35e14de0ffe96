import type { ChildProcess } from 'node:child_process';
import type { HttpRequest, HttpResponse, Transport } from '../../src/main/api/transport.ts';
import type { NetworkTrouble } from '../../src/shared/enrollment.ts';
import type { ProxySetting } from '../../src/shared/network-settings.ts';
import type { Result } from '../../src/shared/result.ts';

type Outcome = Result<HttpResponse, NetworkTrouble>;

/** What the technician or the lab decided about the way to the server. */
export interface NetworkWay {
  readonly proxy: ProxySetting;
  readonly trust: { readonly host: string; readonly pem: string } | null;
}

export const PLAIN_WAY: NetworkWay = { proxy: { kind: 'system' }, trust: null };

export type TransportOrder =
  | {
      readonly kind: 'send';
      readonly id: number;
      readonly timeoutMs: number;
      readonly way: NetworkWay;
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
  readonly #way: NetworkWay;

  constructor(host: ChildProcess, timeoutMs: number, way: NetworkWay = PLAIN_WAY) {
    this.#host = host;
    this.#timeoutMs = timeoutMs;
    this.#way = way;
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
      const [timeoutMs, way] = [this.#timeoutMs, this.#way];
      this.#order({ kind: 'send', id, timeoutMs, way, request, abortedFor });
    });
  }

  #order(order: TransportOrder): void {
    this.#host.send(order);
  }
}
