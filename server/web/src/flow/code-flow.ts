import type { Session } from '@onbench/protocol/approval-api';
import type { Secret } from '@onbench/protocol/secret';
import { isWellFormedUserCode, normalizeUserCode } from '@onbench/protocol/user-code';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ApprovalClient } from '../api/approval-client.ts';
import type { Answer, Failure } from '../api/failure.ts';
import { checkUserCode } from './check-user-code.ts';
import type { Decision, Destination, EntryStateOf, PageState, ReviewState } from './entry-state.ts';

export type SessionClient = Pick<ApprovalClient, 'getSession' | 'signIn' | 'signOut'>;

/** What a page reviews: a code, and what the person has filled in for it so far. */
interface Reviewable {
  readonly draft: object;
}

/**
 * Moves a page from signing in to the code, on to what it stands for, and to the decision; what is reviewed is each
 * page's own. It owns the state; components show it and call these methods.
 */
export abstract class CodeFlow<Review extends Reviewable, Outcome> {
  readonly store: StoreApi<PageState<Review, Outcome>>;
  readonly #client: SessionClient;
  /** The request whose answer is awaited; an answer to any other comes too late to matter. */
  #awaited: object | null = null;

  constructor(client: SessionClient, prefilledCode: string) {
    this.#client = client;
    const next = { kind: 'enter-code', typed: prefilledCode } as const;
    this.store = createStore<PageState<Review, Outcome>>(() => ({
      kind: 'opening',
      failure: null,
      next,
    }));
  }

  /** What a canonical code stands for. */
  protected abstract find(session: Session, userCode: string): Promise<Answer<Review>>;

  /** An interrupted review, for whoever signed in. */
  protected abstract resume(session: Session, review: Review, samePerson: boolean): Review;

  /** Sends the decision; how the review ended, or why it did not. */
  protected abstract decide(
    state: ReviewState<Review>,
    decision: Decision,
  ): Promise<Answer<Outcome>>;

  /** A code from the address is shown to a browser that is signed in, and looked up only when the person says so. */
  async open(): Promise<void> {
    const state = this.#at('opening');
    if (!state) return;
    const answer = await this.#ask({ ...state, failure: null }, () => this.#client.getSession());
    if (!answer) return;
    if (answer.ok) this.#enter(answer.value, state.next);
    else if (answer.failure.code === 'not_signed_in') this.#askToSignIn('first', '', state.next);
    else this.#show({ ...state, failure: answer.failure });
  }

  async signIn(email: string, password: Secret): Promise<void> {
    const state = this.#at('sign-in');
    if (!state) return;
    const asking = { ...state, email, busy: true, failure: null };
    const answer = await this.#ask(asking, () => this.#client.signIn(email, password));
    if (!answer) return;
    if (!answer.ok) return this.#show({ ...asking, busy: false, failure: answer.failure });
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
    if (problem) return this.#show({ ...state, typed, failure: problem });
    const { session } = state;
    const asking = { ...state, typed, busy: true, failure: null };
    const answer = await this.#ask(asking, () => this.find(session, userCode));
    if (!answer) return;
    if (answer.ok) return this.#show(reviewOf(session, answer.value));
    const failed = { ...asking, busy: false, failure: answer.failure };
    this.#fail(failed, { kind: 'enter-code', typed });
  }

  edit(change: Partial<Review['draft']>): void {
    const state = this.#at('review');
    if (!state || state.busy) return;
    const draft = { ...state.review.draft, ...change };
    this.#show({ ...state, review: { ...state.review, draft } });
  }

  approve(): Promise<void> {
    return this.#decide('approving');
  }

  deny(): Promise<void> {
    return this.#decide('denying');
  }

  async #decide(busy: Decision): Promise<void> {
    const state = this.#at('review');
    if (!state) return;
    const { session, review } = state;
    const asking = { ...state, busy, failure: null, confirming: null };
    const answer = await this.#ask(asking, () => this.decide(state, busy));
    if (!answer) return;
    if (answer.ok) return this.#show({ kind: 'outcome', session, outcome: answer.value });
    if (answer.failure.code === 'fresh_sign_in_required') {
      return this.#show({ ...asking, busy: null, confirming: { busy: false, failure: null } });
    }
    const failed = { ...asking, busy: null, failure: answer.failure };
    this.#fail(failed, { kind: 'review', review, reviewer: session.administrator.email });
  }

  /** The password again, in the middle of a review; the approval that asked for it then goes on. */
  async confirm(password: Secret): Promise<void> {
    const state = this.#at('review');
    if (!state?.confirming) return;
    const { email } = state.session.administrator;
    const asking = { ...state, confirming: { busy: true, failure: null } };
    const answer = await this.#ask(asking, () => this.#client.signIn(email, password));
    if (!answer) return;
    if (!answer.ok) {
      return this.#show({ ...state, confirming: { busy: false, failure: answer.failure } });
    }
    this.#show(reviewOf(answer.value, this.resume(answer.value, state.review, true)));
    await this.approve();
  }

  /** Back to the review, which stays as it is. */
  stopConfirming(): void {
    const state = this.#at('review');
    if (state && !this.#awaited) this.#show({ ...state, confirming: null });
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
      this.#show({ ...next, session, busy: false, failure: null });
      return;
    }
    const samePerson = next.reviewer === session.administrator.email;
    this.#show(reviewOf(session, this.resume(session, next.review, samePerson)));
  }

  /** Shows a failure where it happened; a session that ended asks to sign in and comes back to `next`. */
  #fail(
    state: (EntryStateOf<'enter-code', Review> | ReviewState<Review>) & {
      readonly failure: Failure;
    },
    next: Destination<Review>,
  ): void {
    if (state.failure.code !== 'not_signed_in') this.#show(state);
    else this.#askToSignIn('session-ended', state.session.administrator.email, next);
  }

  #askToSignIn(
    reason: EntryStateOf<'sign-in'>['reason'],
    email: string,
    next: Destination<Review>,
  ): void {
    this.#show({ kind: 'sign-in', reason, email, busy: false, failure: null, next });
  }

  /** Null when another answer is awaited already (a double click) or this one was given up meanwhile. */
  async #ask<Value>(
    asking: PageState<Review, Outcome>,
    send: () => Promise<Answer<Value>>,
  ): Promise<Answer<Value> | null> {
    if (this.#awaited) return null;
    const request = {};
    this.#awaited = request;
    this.#show(asking);
    const answer = await send();
    if (this.#awaited !== request) return null;
    this.#awaited = null;
    return answer;
  }

  #at<Kind extends PageState<Review, Outcome>['kind']>(
    kind: Kind,
  ): Extract<PageState<Review, Outcome>, { kind: Kind }> | null {
    const state = this.store.getState();
    return state.kind === kind
      ? (state as Extract<PageState<Review, Outcome>, { kind: Kind }>)
      : null;
  }

  #show(state: PageState<Review, Outcome>): void {
    this.store.setState(state, true);
  }
}

function reviewOf<Review>(session: Session, review: Review): ReviewState<Review> {
  return { kind: 'review', session, review, busy: null, failure: null, confirming: null };
}

function isComplete(typed: string): boolean {
  return isWellFormedUserCode(normalizeUserCode(typed));
}
