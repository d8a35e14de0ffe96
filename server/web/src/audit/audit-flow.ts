import type { AuditFilter, AuditRow } from '@onbench/protocol/audit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../api/failure.ts';
import { ConsoleFlow } from '../console/console-flow.ts';
import type { SessionFlow } from '../session/session-flow.ts';
import type { AuditClient } from './audit-client.ts';

export interface AuditState {
  readonly filter: AuditFilter;
  /** Null before the first answer. */
  readonly events: readonly AuditRow[] | null;
  /** Where older ones go on; null when there are none. */
  readonly next: number | null;
  readonly busy: 'filtering' | 'going-on' | null;
  readonly failure: Failure | null;
}

const EMPTY: AuditState = { filter: {}, events: null, next: null, busy: null, failure: null };

/** The newest events, and on through what is looked for. */
export class AuditFlow extends ConsoleFlow {
  readonly store: StoreApi<AuditState> = createStore(() => EMPTY);
  readonly #client: AuditClient;

  constructor(session: SessionFlow, client: AuditClient) {
    super(session);
    this.#client = client;
  }

  /** From the newest on, with the filter that is on the page. */
  async load(): Promise<void> {
    await this.filter(this.store.getState().filter);
  }

  async filter(filter: AuditFilter): Promise<void> {
    const state = this.store.getState();
    if (!state.busy) await this.#read({ ...state, filter, busy: 'filtering', failure: null }, null);
  }

  async goOn(): Promise<void> {
    const state = this.store.getState();
    if (state.busy || state.next === null) return;
    await this.#read({ ...state, busy: 'going-on', failure: null }, state.next);
  }

  protected override forget(): void {
    this.store.setState(EMPTY, true);
  }

  /** An answer that comes after somebody signed out changes nothing. */
  async #read(asking: AuditState, before: number | null): Promise<void> {
    this.store.setState(asking, true);
    const answer = await this.ask(() => this.#client.read(asking.filter, before));
    if (this.store.getState() !== asking) return;
    if (!answer?.ok) {
      this.store.setState({ busy: null, failure: answer?.failure ?? null });
      return;
    }
    const shown = before === null ? [] : (asking.events ?? []);
    const { events, next } = answer.value;
    this.store.setState({ events: [...shown, ...events], next, busy: null });
  }
}
