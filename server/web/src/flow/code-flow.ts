import type { Session } from '@onbench/protocol/approval-api';
import type { Secret } from '@onbench/protocol/secret';
import { isWellFormedUserCode, normalizeUserCode } from '@onbench/protocol/user-code';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ApprovalClient } from '../api/approval-client.ts';
import type { Answer, Failure } from '../api/failure.ts';
import { checkUserCode } from './check-user-code.ts';
import type { Destination, EntryState, EntryStateOf, ReviewedState } from './entry-state.ts';

export type SessionClient = Pick<ApprovalClient, 'getSession' | 'signIn' | 'signOut'>;

/**
 * Moves a page from signing in to the code and on to what it stands for, which is each page's own. It owns the state;
 * components show it and call these methods.
 */
export abstract class CodeFlow<Review, Reviewed extends ReviewedState> {
  readonly store: StoreApi<EntryState<Review> | Reviewed>;
  readonly #client: SessionClient;
  /** The request whose answer is awaited; an answer to any other comes too late to matter. */
  #awaited: object | null = null;

  constructor(client: SessionClient, prefilledCode: string) {
    this.#client = client;
    const next = { kind: 'enter-code', typed: prefilledCode } as const;
    this.store = createStore<EntryState<Review> | Reviewed>(() => ({
      kind: 'opening',
      failure: null,
      next,
    }));
  }

  /** What a canonical code stands for, ready to be reviewed. */
  protected abstract find(session: Session, userCode: string): Promise<Answer<Reviewed>>;

  /** An interrupted review, for whoever signed in. */
  protected abstract resume(session: Session, review: Review, samePerson: boolean): Reviewed;

  /** A code from the address is shown to a browser that is signed in, and looked up only when the person says so. */
  async open(): Promise<void> {
    const state = this.#at('opening');
    if (!state) return;
    const answer = await this.ask({ ...state, failure: null }, () => this.#client.getSession());
    if (!answer) return;
    if (answer.ok) this.#enter(answer.value, state.next);
    else if (answer.failure.code === 'not_signed_in') this.#askToSignIn('first', '', state.next);
    else this.show({ ...state, failure: answer.failure });
  }

  async signIn(email: string, password: Secret): Promise<void> {
    const state = this.#at('sign-in');
    if (!state) return;
    const asking = { ...state, email, busy: true, failure: null };
    const answer = await this.ask(asking, () => this.#client.signIn(email, password));
    if (!answer) return;
    if (!answer.ok) return this.show({ ...asking, busy: false, failure: answer.failure });
    this.#enter(answer.value, state.next);
    if (state.next.kind === 'enter-code' && isComplete(state.next.typed)) {
      await this.lookUp(state.next.typed);
    }
  }

  async lookUp(typed: string): Promise<void> {
    const state = this.#at('enter-code');
    if (!state) return;
    const userCode = normalizeUserCode(typed);
    const problem = checkUserCode(userCode);
    if (problem) return this.show({ ...state, typed, failure: problem });
    const { session } = state;
    const asking = { ...state, typed, busy: true, failure: null };
    const answer = await this.ask(asking, () => this.find(session, userCode));
    if (!answer) return;
    if (answer.ok) return this.show(answer.value);
    const failed = { ...asking, busy: false, failure: answer.failure };
    this.fail(failed, { kind: 'enter-code', typed });
  }

  enterAnotherCode(): void {
    const state = this.store.getState();
    if (!('session' in state) || this.#awaited) return;
    this.#enter(state.session, { kind: 'enter-code', typed: '' });
  }

  /** Resolves with why the server could not be told, or with null. What was under way is given up. */
  async signOut(): Promise<Failure | null> {
    const state = this.store.getState();
    if (!('session' in state)) return null;
    const answer = await this.#client.signOut(state.session.csrf_token);
    if (!answer.ok && answer.failure.code !== 'not_signed_in') return answer.failure;
    this.#awaited = null;
    this.#askToSignIn('signed-out', '', { kind: 'enter-code', typed: '' });
    return null;
  }

  #enter(session: Session, next: Destination<Review>): void {
    if (next.kind === 'enter-code') {
      this.show({ ...next, session, busy: false, failure: null });
      return;
    }
    const samePerson = next.reviewer === session.administrator.email;
    this.show(this.resume(session, next.review, samePerson));
  }

  /** Shows a failure where it happened; a session that ended asks to sign in and comes back to `next`. */
  protected fail(
    state: (EntryStateOf<'enter-code', Review> | Reviewed) & { readonly failure: Failure },
    next: Destination<Review>,
  ): void {
    if (state.failure.code !== 'not_signed_in') this.show(state);
    else this.#askToSignIn('session-ended', state.session.administrator.email, next);
  }

  #askToSignIn(
    reason: EntryStateOf<'sign-in'>['reason'],
    email: string,
    next: Destination<Review>,
  ): void {
    this.show({ kind: 'sign-in', reason, email, busy: false, failure: null, next });
  }

  /** Null when another answer is awaited already (a double click) or this one was given up meanwhile. */
  protected async ask<Value>(
    asking: EntryState<Review> | Reviewed,
    send: () => Promise<Answer<Value>>,
  ): Promise<Answer<Value> | null> {
    if (this.#awaited) return null;
    const request = {};
    this.#awaited = request;
    this.show(asking);
    const answer = await send();
    if (this.#awaited !== request) return null;
    this.#awaited = null;
    return answer;
  }

  #at<Kind extends EntryState<Review>['kind']>(kind: Kind): EntryStateOf<Kind, Review> | null {
    const state = this.store.getState();
    return state.kind === kind ? (state as EntryStateOf<Kind, Review>) : null;
  }

  /** The state while a grant is under review, or null. */
  protected reviewing(): Extract<Reviewed, { kind: 'review' }> | null {
    const state = this.store.getState();
    return state.kind === 'review' ? (state as Extract<Reviewed, { kind: 'review' }>) : null;
  }

  protected show(state: EntryState<Review> | Reviewed): void {
    this.store.setState(state, true);
  }
}

function isComplete(typed: string): boolean {
  return isWellFormedUserCode(normalizeUserCode(typed));
}
