import type { Session } from '@onbench/protocol/approval-api';
import type { Secret } from '@onbench/protocol/secret';
import { isWellFormedUserCode, normalizeUserCode } from '@onbench/protocol/user-code';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ApprovalClient } from '../api/approval-client.ts';
import type { Answer, Failure } from '../api/failure.ts';
import { checkUserCode } from './check-user-code.ts';
import { decide } from './decide.ts';
import { type Draft, resumeDraft, startDraft } from './draft.ts';
import type { Destination, FlowState, StateOf } from './flow-state.ts';

/** Moves the page from step to step. It owns the state; components show it and call these methods. */
export class ApprovalFlow {
  readonly store: StoreApi<FlowState>;
  readonly #client: ApprovalClient;
  /** The request whose answer is awaited; an answer to any other comes too late to matter. */
  #awaited: object | null = null;

  constructor(client: ApprovalClient, prefilledCode: string) {
    this.#client = client;
    const next: Destination = { kind: 'enter-code', typed: prefilledCode };
    this.store = createStore<FlowState>(() => ({ kind: 'opening', failure: null, next }));
  }

  /** A code from the address is shown to a browser that is signed in, and looked up only when the person says so. */
  async open(): Promise<void> {
    const state = this.#in('opening');
    if (!state) return;
    const answer = await this.#ask({ ...state, failure: null }, () => this.#client.getSession());
    if (!answer) return;
    if (answer.ok) this.#enter(answer.value, state.next);
    else if (answer.failure.code === 'not_signed_in') this.#askToSignIn('first', '', state.next);
    else this.#show({ ...state, failure: answer.failure });
  }

  async signIn(email: string, password: Secret): Promise<void> {
    const state = this.#in('sign-in');
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
    const state = this.#in('enter-code');
    if (!state) return;
    const userCode = normalizeUserCode(typed);
    const problem = checkUserCode(userCode);
    if (problem) return this.#show({ ...state, typed, failure: problem });
    const { session } = state;
    const asking = { ...state, typed, busy: true, failure: null };
    const answer = await this.#ask(asking, () => this.#client.lookUp(session.csrf_token, userCode));
    if (!answer) return;
    if (!answer.ok) return this.#fail({ ...asking, busy: false, failure: answer.failure });
    const draft = startDraft(answer.value.grant, session.labs);
    const review = { userCode, found: answer.value, draft };
    this.#show({ kind: 'review', session, review, busy: null, failure: null });
  }

  edit(change: Partial<Draft>): void {
    const state = this.#in('review');
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

  async #decide(busy: 'approving' | 'denying'): Promise<void> {
    const state = this.#in('review');
    if (!state) return;
    const asking = { ...state, busy, failure: null };
    const answer = await this.#ask(asking, () => decide(this.#client, state, busy));
    if (!answer) return;
    if (answer.ok) {
      this.#show({ kind: 'outcome', session: state.session, outcome: answer.value });
    } else {
      this.#fail({ ...asking, busy: null, failure: answer.failure });
    }
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

  #enter(session: Session, next: Destination): void {
    if (next.kind === 'enter-code') {
      this.#show({ ...next, session, busy: false, failure: null });
      return;
    }
    const samePerson = next.reviewer === session.administrator.email;
    const draft = resumeDraft(next.review.draft, session.labs, samePerson);
    const review = { ...next.review, draft };
    this.#show({ kind: 'review', session, review, busy: null, failure: null });
  }

  /** Shows a failure where it happened; a session that ended asks to sign in and comes back. */
  #fail(state: StateOf<'enter-code'> | StateOf<'review'>): void {
    if (state.failure?.code !== 'not_signed_in') {
      this.#show(state);
      return;
    }
    const { email } = state.session.administrator;
    const next: Destination =
      state.kind === 'review'
        ? { kind: 'review', review: state.review, reviewer: email }
        : { kind: 'enter-code', typed: state.typed };
    this.#askToSignIn('session-ended', email, next);
  }

  #askToSignIn(reason: StateOf<'sign-in'>['reason'], email: string, next: Destination): void {
    this.#show({ kind: 'sign-in', reason, email, busy: false, failure: null, next });
  }

  /** Null when another answer is awaited already (a double click) or this one was given up meanwhile. */
  async #ask<Value>(
    asking: FlowState,
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

  #in<Kind extends FlowState['kind']>(kind: Kind): StateOf<Kind> | null {
    const state = this.store.getState();
    return state.kind === kind ? (state as StateOf<Kind>) : null;
  }

  #show(state: FlowState): void {
    this.store.setState(state, true);
  }
}

function isComplete(typed: string): boolean {
  return isWellFormedUserCode(normalizeUserCode(typed));
}
