import type { Session } from '@onbench/protocol/approval-api';
import type { AnnounceRequest, ExpectedDevice, ExpectedList } from '@onbench/protocol/expected-api';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answer, Failure } from '../api/failure.ts';
import { AT_REST, BUSY, type Busy, ConsoleFlow } from '../console/console-flow.ts';
import type { SessionFlow } from '../session/session-flow.ts';
import type { ExpectedClient } from './expected-client.ts';

/** What is being done, in front of the list. */
export type ExpectedTask =
  | ({ readonly kind: 'announce' } & Busy)
  | ({ readonly kind: 'withdraw'; readonly device: ExpectedDevice } & Busy);

export interface ExpectedState {
  /** Null before it has come. */
  readonly list: ExpectedList | null;
  readonly failure: Failure | null;
  readonly task: ExpectedTask | null;
}

/** What an administrator's labs expect. */
export class ExpectedFlow extends ConsoleFlow {
  readonly store: StoreApi<ExpectedState> = createStore(() => ({
    list: null,
    failure: null,
    task: null,
  }));
  readonly #client: ExpectedClient;

  constructor(session: SessionFlow, client: ExpectedClient) {
    super(session);
    this.#client = client;
  }

  protected forget(): void {
    this.#set({ list: null, failure: null, task: null });
  }

  async load(): Promise<void> {
    await this.#fill(() => this.#client.list());
  }

  async askForReasons(lab: string, asks: boolean): Promise<void> {
    await this.#fill(({ csrf_token }) => this.#client.askForReasons(csrf_token, lab, asks));
  }

  startAnnouncing(): void {
    this.#set({ task: { kind: 'announce', ...AT_REST } });
  }

  startWithdrawing(device: ExpectedDevice): void {
    this.#set({ task: { kind: 'withdraw', device, ...AT_REST } });
  }

  close(): void {
    this.#set({ task: null });
  }

  async announce(request: AnnounceRequest): Promise<void> {
    await this.#perform(({ csrf_token }) => this.#client.announce(csrf_token, request));
  }

  async withdraw(id: string): Promise<void> {
    await this.#perform(({ csrf_token }) => this.#client.withdraw(csrf_token, id));
  }

  async #fill(call: (session: Session) => Promise<Answer<ExpectedList>>): Promise<void> {
    this.#set({ failure: null });
    const answer = await this.ask(call);
    if (answer?.ok) this.#set({ list: answer.value });
    else if (answer) this.#set({ failure: answer.failure });
  }

  async #perform(call: (session: Session) => Promise<Answer<ExpectedList>>): Promise<void> {
    const { task } = this.store.getState();
    if (!task || task.busy) return;
    this.#set({ task: { ...task, ...BUSY } });
    const answer = await this.ask(call);
    if (answer?.ok) this.#set({ list: answer.value, task: null });
    else this.#set({ task: this.unfinished(task, answer) });
  }

  #set(change: Partial<ExpectedState>): void {
    this.store.setState(change);
  }
}
