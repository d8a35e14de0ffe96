import type { Session } from '@onbench/protocol/approval-api';
import type { Secret } from '@onbench/protocol/secret';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ApprovalClient } from '../api/approval-client.ts';
import { type Failure, type FailureCode, failure } from '../api/failure.ts';
import type { ProviderWindow } from './provider-window.ts';
import {
  NOTHING_TRIED,
  type SessionState,
  type SignInState,
  type SigningIn,
} from './session-state.ts';
import type { SignInMethods } from './sign-in-methods.ts';

export type SessionClient = Pick<ApprovalClient, 'getSession' | 'signIn' | 'signOut'>;

/** How people may sign in, and the window in which their organisation asks them. */
export interface SignInWays {
  readonly methods: SignInMethods;
  readonly provider: ProviderWindow;
}

/** Signing in and out, the same around every page. What a page holds outlives a session that ends. */
export class SessionFlow {
  readonly store: StoreApi<SessionState> = createStore<SessionState>(() => OPENING);
  readonly methods: SignInMethods;
  readonly #client: SessionClient;
  readonly #provider: ProviderWindow;
  #opening = false;
  /** Is told whether the person who is signed in has confirmed who they are. */
  #settle: ((confirmed: boolean) => void) | null = null;

  constructor(client: SessionClient, { methods, provider }: SignInWays) {
    this.#client = client;
    this.methods = methods;
    this.#provider = provider;
    provider.follow((problem) => void this.#hearFromProvider(problem));
  }

  async open(): Promise<void> {
    if (this.#opening) return;
    this.#opening = true;
    this.#show(OPENING);
    const answer = await this.#client.getSession();
    this.#opening = false;
    if (answer.ok) this.#enter(answer.value);
    else if (answer.failure.code === 'not_signed_in') this.#askToSignIn('first', '');
    else this.#show({ kind: 'opening', failure: answer.failure });
  }

  /** Null while nobody is signed in. */
  get session(): Session | null {
    const state = this.store.getState();
    return state.kind === 'signed-in' ? state.session : null;
  }

  async signIn(email: string, password: Secret): Promise<void> {
    const state = this.store.getState();
    if (state.kind !== 'sign-in') return;
    this.#show({ ...state, email });
    await this.#signIn(email, password);
  }

  /**
   * Asks whoever is signed in to show it again, over the page. Resolves with whether they did: not when they go back, and
   * not when somebody else signs in instead.
   */
  askToConfirm(): Promise<boolean> {
    const state = this.store.getState();
    if (state.kind !== 'signed-in') return Promise.resolve(false);
    this.#settle?.(false);
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#show({ ...state, confirming: NOTHING_TRIED });
    });
  }

  async confirm(password: Secret): Promise<void> {
    const { session } = this;
    if (session) await this.#signIn(session.administrator.email, password);
  }

  stopConfirming(): void {
    const state = this.store.getState();
    if (state.kind !== 'signed-in' || state.confirming?.awaiting === 'password') return;
    this.#show({ ...state, confirming: null });
    this.#settled(false);
  }

  /** In a window of its own: this page, and what was typed into it, stays. */
  signInThroughProvider(): void {
    if (this.#signingIn?.awaiting === 'password') return;
    this.#progress(
      this.#provider.open(this.session ? 'confirm' : 'sign-in')
        ? { awaiting: 'provider', failure: null }
        : { awaiting: null, failure: failure('window_blocked') },
    );
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

  /** At the beginning, and again where a page needs it. */
  async #signIn(email: string, password: Secret): Promise<void> {
    const before = this.#signingIn;
    if (!before || before.awaiting === 'password') return;
    this.#progress({ awaiting: 'password', failure: null });
    const answer = await this.#client.signIn(email, password);
    if (answer.ok) this.#enter(answer.value);
    else this.#progress({ awaiting: null, failure: answer.failure });
  }

  /** Other pages of this browser hear it, too: only the one that waits goes on. */
  async #hearFromProvider(problem: FailureCode | null): Promise<void> {
    if (this.#signingIn?.awaiting !== 'provider') return;
    if (problem) return this.#progress({ awaiting: null, failure: failure(problem) });
    const answer = await this.#client.getSession();
    if (answer.ok) this.#enter(answer.value);
    else this.#progress({ awaiting: null, failure: answer.failure });
  }

  get #signingIn(): SigningIn | null {
    const state = this.store.getState();
    if (state.kind === 'sign-in') return state;
    return state.kind === 'signed-in' ? state.confirming : null;
  }

  #progress(signingIn: SigningIn): void {
    const state = this.store.getState();
    if (state.kind === 'sign-in') this.#show({ ...state, ...signingIn });
    else if (state.kind === 'signed-in') this.#show({ ...state, confirming: signingIn });
  }

  #enter(session: Session): void {
    const before = this.session;
    this.#show({ kind: 'signed-in', session, confirming: null });
    this.#settled(before?.administrator.email === session.administrator.email);
  }

  #askToSignIn(reason: SignInState['reason'], email: string): void {
    this.#show({ kind: 'sign-in', reason, email, ...NOTHING_TRIED });
    this.#settled(false);
  }

  #settled(confirmed: boolean): void {
    const settle = this.#settle;
    this.#settle = null;
    settle?.(confirmed);
  }

  #show(state: SessionState): void {
    this.store.setState(state, true);
  }
}

const OPENING: SessionState = { kind: 'opening', failure: null };
