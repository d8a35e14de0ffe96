import type { Session } from '@onbench/protocol/approval-api';
import type { Secret } from '@onbench/protocol/secret';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../api/failure.ts';
import type { SessionClient } from '../flow/code-flow.ts';
import type { EntryStateOf } from '../flow/entry-state.ts';

export type SessionState =
  | { readonly kind: 'opening'; readonly failure: Failure | null }
  | Omit<EntryStateOf<'sign-in'>, 'next'>
  | { readonly kind: 'signed-in'; readonly session: Session };

/** Signing in and out around a page that has no code to ask for. What the page holds outlives a session that ends. */
export class SessionFlow {
  readonly store: StoreApi<SessionState>;
  readonly #client: SessionClient;
  #asking = false;

  constructor(client: SessionClient) {
    this.#client = client;
    this.store = createStore<SessionState>(() => ({ kind: 'opening', failure: null }));
  }

  async open(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    this.#show({ kind: 'opening', failure: null });
    const answer = await this.#client.getSession();
    this.#asking = false;
    if (answer.ok) this.#show({ kind: 'signed-in', session: answer.value });
    else if (answer.failure.code === 'not_signed_in') this.#askToSignIn('first', '');
    else this.#show({ kind: 'opening', failure: answer.failure });
  }

  async signIn(email: string, password: Secret): Promise<void> {
    const state = this.store.getState();
    if (state.kind !== 'sign-in' || this.#asking) return;
    this.#asking = true;
    this.#show({ ...state, email, busy: true, failure: null });
    const answer = await this.#client.signIn(email, password);
    this.#asking = false;
    if (answer.ok) this.#show({ kind: 'signed-in', session: answer.value });
    else this.#show({ ...state, email, busy: false, failure: answer.failure });
  }

  /** Resolves with why the server could not be told, or with null. */
  async signOut(): Promise<Failure | null> {
    const { session } = this;
    if (!session) return null;
    const answer = await this.#client.signOut(session.csrf_token);
    if (!answer.ok && answer.failure.code !== 'not_signed_in') return answer.failure;
    this.#askToSignIn('signed-out', '');
    return null;
  }

  /** A call was told that nobody is signed in: the page comes back once somebody is. */
  sessionEnded(): void {
    if (this.session) this.#askToSignIn('session-ended', this.session.administrator.email);
  }

  /** Null while nobody is signed in. */
  get session(): Session | null {
    const state = this.store.getState();
    return state.kind === 'signed-in' ? state.session : null;
  }

  #askToSignIn(reason: EntryStateOf<'sign-in'>['reason'], email: string): void {
    this.#show({ kind: 'sign-in', reason, email, busy: false, failure: null });
  }

  #show(state: SessionState): void {
    this.store.setState(state, true);
  }
}
