import {
  DISOWN_LOOKUP_PATH,
  DISOWN_PATH,
  type Disownable,
  disownable,
  disowned,
} from '@onbench/protocol/disown-api';
import type { Secret } from '@onbench/protocol/secret';
import type { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { exchange } from '../api/exchange.ts';
import type { Answer, Failure } from '../api/failure.ts';

export type DisownState =
  | { readonly kind: 'opening' }
  /** Nothing could be found out just now. */
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** The link stands for nothing any more, or never did. */
  | { readonly kind: 'over' }
  | {
      readonly kind: 'asking';
      readonly device: Disownable;
      readonly busy: boolean;
      readonly failure: Failure | null;
    }
  | { readonly kind: 'done'; readonly device: Disownable };

/** *This was not me*: what the link of a letter stands for, and ending it. */
export class DisownFlow {
  readonly store: StoreApi<DisownState> = createStore<DisownState>(() => ({ kind: 'opening' }));
  readonly #send: typeof fetch;
  readonly #token: Secret;

  constructor(send: typeof fetch, token: Secret) {
    this.#send = send;
    this.#token = token;
  }

  async open(): Promise<void> {
    this.#show({ kind: 'opening' });
    const answer = await this.#post(DISOWN_LOOKUP_PATH, disownable);
    if (answer.ok) this.#show({ kind: 'asking', device: answer.value, busy: false, failure: null });
    else if (isOver(answer.failure)) this.#show({ kind: 'over' });
    else this.#show({ kind: 'failed', failure: answer.failure });
  }

  async revoke(): Promise<void> {
    const state = this.store.getState();
    if (state.kind !== 'asking' || state.busy) return;
    this.#show({ ...state, busy: true, failure: null });
    const answer = await this.#post(DISOWN_PATH, disowned);
    // What is over has ended, whoever was first.
    if (answer.ok || isOver(answer.failure)) this.#show({ kind: 'done', device: state.device });
    else this.#show({ ...state, busy: false, failure: answer.failure });
  }

  async #post<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
  ): Promise<Answer<z.output<Schema>>> {
    const body = { token: this.#token.reveal() };
    const answer = await exchange(this.#send, { method: 'POST', path, body }, schema);
    return answer.ok ? { ok: true, value: answer.value.body } : answer;
  }

  #show(state: DisownState): void {
    this.store.setState(state, true);
  }
}

/** A text that can be no token is refused as badly written. */
function isOver({ code }: Failure): boolean {
  return code === 'not_found' || code === 'invalid_request';
}
