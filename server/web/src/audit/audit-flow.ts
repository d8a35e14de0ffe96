import type { Session } from '@onbench/protocol/approval-api';
import type { AuditFilter } from '@onbench/protocol/audit';
import type { Secret } from '@onbench/protocol/secret';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../api/failure.ts';
import type { SessionClient } from '../flow/code-flow.ts';
import type { AuditClient } from './audit-client.ts';
import type { AuditState, AuditStateOf } from './audit-state.ts';

/** Moves the page from signing in to the newest events, and on through what is looked for. */
export class AuditFlow {
  readonly store: StoreApi<AuditState> = createStore<AuditState>(() => OPENING);
  readonly #sessions: SessionClient;
  readonly #client: AuditClient;
  /** The filter that is on the page, kept over a sign-in. */
  #filter: AuditFilter = {};

  constructor(sessions: SessionClient, client: AuditClient) {
    this.#sessions = sessions;
    this.#client = client;
  }

  async open(): Promise<void> {
    this.#show(OPENING);
    const answer = await this.#sessions.getSession();
    if (answer.ok) await this.#enter(answer.value);
    else if (answer.failure.code === 'not_signed_in') this.#askToSignIn('first', '');
    else this.#show({ kind: 'opening', failure: answer.failure });
  }

  async signIn(email: string, password: Secret): Promise<void> {
    const state = this.store.getState();
    if (state.kind !== 'sign-in' || state.busy) return;
    const asking = { ...state, email, busy: true, failure: null };
    this.#show(asking);
    const answer = await this.#sessions.signIn(email, password);
    if (answer.ok) await this.#enter(answer.value);
    else this.#show({ ...asking, busy: false, failure: answer.failure });
  }

  /** Resolves with why the server could not be told, or with null. */
  async signOut(): Promise<Failure | null> {
    const state = this.store.getState();
    if (state.kind !== 'reading') return null;
    const answer = await this.#sessions.signOut(state.session.csrf_token);
    if (!answer.ok && answer.failure.code !== 'not_signed_in') return answer.failure;
    this.#filter = {};
    this.#askToSignIn('signed-out', '');
    return null;
  }

  async filter(filter: AuditFilter): Promise<void> {
    const state = this.store.getState();
    if (state.kind !== 'reading' || state.busy) return;
    this.#filter = filter;
    await this.#read({ ...state, filter, busy: 'filtering', failure: null }, null);
  }

  async goOn(): Promise<void> {
    const state = this.store.getState();
    if (state.kind !== 'reading' || state.busy || state.next === null) return;
    await this.#read({ ...state, busy: 'going-on', failure: null }, state.next);
  }

  async #enter(session: Session): Promise<void> {
    const filter = this.#filter;
    const empty = { kind: 'reading', session, filter, events: [], next: null } as const;
    await this.#read({ ...empty, busy: 'filtering', failure: null }, null);
  }

  /** An answer that comes after the page went elsewhere changes nothing. */
  async #read(asking: AuditStateOf<'reading'>, before: number | null): Promise<void> {
    this.#show(asking);
    const answer = await this.#client.read(asking.filter, before);
    if (this.store.getState() !== asking) return;
    if (answer.ok) {
      const shown = before === null ? [] : asking.events;
      const { events, next } = answer.value;
      this.#show({ ...asking, events: [...shown, ...events], next, busy: null });
    } else if (answer.failure.code === 'not_signed_in') {
      this.#askToSignIn('session-ended', asking.session.administrator.email);
    } else {
      this.#show({ ...asking, busy: null, failure: answer.failure });
    }
  }

  #askToSignIn(reason: AuditStateOf<'sign-in'>['reason'], email: string): void {
    this.#show({ kind: 'sign-in', reason, email, busy: false, failure: null });
  }

  #show(state: AuditState): void {
    this.store.setState(state, true);
  }
}

const OPENING: AuditState = { kind: 'opening', failure: null };
