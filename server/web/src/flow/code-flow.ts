import type { Session } from '@onbench/protocol/approval-api';
import { isWellFormedUserCode, normalizeUserCode } from '@onbench/protocol/user-code';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answer } from '../api/failure.ts';
import { ConsoleFlow } from '../console/console-flow.ts';
import type { SessionFlow } from '../session/session-flow.ts';
import type { SessionState } from '../session/session-state.ts';
import { checkUserCode } from './check-user-code.ts';
import type { Decision, PageState, ReviewState } from './page-state.ts';

/** What a page reviews: a code, and what the person has filled in for it so far. */
interface Reviewable {
  readonly draft: object;
}

/**
 * Moves a page from the code on to what it stands for, and to the decision; what is reviewed is each page's own. It owns
 * the state; components show it and call these methods.
 */
export abstract class CodeFlow<Review extends Reviewable, Outcome> extends ConsoleFlow {
  readonly store: StoreApi<PageState<Review, Outcome>>;
  /** The request whose answer is awaited; an answer to any other comes too late to matter. */
  #awaited: object | null = null;

  constructor(session: SessionFlow, prefilledCode: string) {
    super(session);
    const start = enterCode(prefilledCode);
    this.store = createStore<PageState<Review, Outcome>>(() => start);
    session.store.subscribe((now, before) => this.#follow(now, before));
  }

  /** What a canonical code stands for. */
  protected abstract find(session: Session, userCode: string): Promise<Answer<Review>>;

  /** An interrupted review, for whoever signed in. */
  protected abstract resume(session: Session, review: Review, samePerson: boolean): Review;

  /** Sends the decision; how the review ended, or why it did not. */
  protected abstract decide(
    session: Session,
    review: Review,
    decision: Decision,
  ): Promise<Answer<Outcome>>;

  async lookUp(typed: string): Promise<void> {
    const state = this.#at('enter-code');
    if (!state) return;
    const userCode = normalizeUserCode(typed);
    const problem = checkUserCode(userCode);
    if (problem) return this.#show({ ...state, typed, failure: problem });
    const asking = { ...state, typed, busy: true, failure: null };
    const answer = await this.#await(asking, (session) => this.#find(session, userCode));
    if (answer?.ok) this.#show(answer.value);
    else if (answer) this.#show({ ...asking, busy: false, failure: answer.failure });
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

  enterAnotherCode(): void {
    if (!this.#awaited) this.#show(enterCode(''));
  }

  protected override forget(): void {
    this.#awaited = null;
    this.#show(enterCode(''));
  }

  async #find(session: Session, userCode: string): Promise<Answer<ReviewState<Review>>> {
    const answer = await this.find(session, userCode);
    return answer.ok ? { ok: true, value: reviewOf(session, answer.value) } : answer;
  }

  async #decide(decision: Decision): Promise<void> {
    const state = this.#at('review');
    if (!state) return;
    const asking = { ...state, busy: decision, failure: null };
    // The review as it is when it is sent: a sign-in in between may have changed whose it is.
    const answer = await this.#await(asking, (session) =>
      this.decide(session, (this.#at('review') ?? asking).review, decision),
    );
    if (answer?.ok) this.#show({ kind: 'outcome', outcome: answer.value });
    else if (answer) this.#show({ ...asking, busy: null, failure: answer.failure });
  }

  /** Shows the state while the answer is on its way; null for an answer that does not matter any more. */
  async #await<Value>(
    asking: PageState<Review, Outcome>,
    call: (session: Session) => Promise<Answer<Value>>,
  ): Promise<Answer<Value> | null> {
    if (this.#awaited) return null;
    const request = {};
    this.#awaited = request;
    this.#show(asking);
    const answer = await this.ask(call);
    if (this.#awaited !== request) return null;
    this.#awaited = null;
    if (!answer) this.#rest();
    return answer;
  }

  /** Nothing is under way any more: nobody is signed in, or the person went back. */
  #rest(): void {
    const state = this.store.getState();
    if (state.kind === 'enter-code') this.#show({ ...state, busy: false });
    else if (state.kind === 'review') this.#show({ ...state, busy: null });
  }

  #follow(now: SessionState, before: SessionState): void {
    if (now.kind !== 'signed-in') return;
    if (before.kind === 'signed-in' && before.session === now.session) return;
    this.#welcome(now.session, before.kind === 'sign-in');
  }

  /** A code from the address is shown to a browser that is signed in, and looked up only when the person says so. */
  #welcome(session: Session, signedInHere: boolean): void {
    const state = this.store.getState();
    if (state.kind === 'review') {
      const samePerson = state.reviewer === session.administrator.email;
      const review = this.resume(session, state.review, samePerson);
      this.#show({ ...state, review, reviewer: session.administrator.email });
    } else if (state.kind === 'enter-code' && signedInHere && isComplete(state.typed)) {
      void this.lookUp(state.typed);
    }
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

function enterCode(typed: string) {
  return { kind: 'enter-code', typed, busy: false, failure: null } as const;
}

function reviewOf<Review>(session: Session, review: Review): ReviewState<Review> {
  const reviewer = session.administrator.email;
  return { kind: 'review', review, reviewer, busy: null, failure: null };
}

function isComplete(typed: string): boolean {
  return isWellFormedUserCode(normalizeUserCode(typed));
}
