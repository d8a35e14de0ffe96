import type {
  AdministratorRights,
  AdministratorSummary,
  LabSummary,
} from '@onbench/protocol/admin-api';
import type { Session } from '@onbench/protocol/approval-api';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AddedAdministrator, AdminClient } from '../api/admin-client.ts';
import type { Answer, Failure } from '../api/failure.ts';
import { AT_REST, BUSY, type Busy, ConsoleFlow } from '../console/console-flow.ts';
import type { SessionFlow } from '../session/session-flow.ts';

/** What is being done, in front of the lists. */
export type LabsTask =
  | ({ readonly kind: 'add-lab' } & Busy)
  | ({ readonly kind: 'add-administrator' } & Busy)
  | ({ readonly kind: 'change'; readonly administrator: AdministratorSummary } & Busy)
  | ({ readonly kind: 'remove'; readonly administrator: AdministratorSummary } & Busy)
  /** The only time that the password is shown: the page forgets it with this. */
  | { readonly kind: 'added'; readonly email: string; readonly password: string | null };

export type BusyTask = Exclude<LabsTask, { kind: 'added' }>;

export interface LabsState {
  /** Null before they have come. */
  readonly labs: readonly LabSummary[] | null;
  readonly administrators: readonly AdministratorSummary[] | null;
  readonly failure: Failure | null;
  readonly task: LabsTask | null;
}

const EMPTY: LabsState = { labs: null, administrators: null, failure: null, task: null };

/** Labs and administrators, for those who look after the server. */
export class LabsFlow extends ConsoleFlow {
  readonly store: StoreApi<LabsState> = createStore(() => EMPTY);
  readonly #client: AdminClient;

  constructor(session: SessionFlow, client: AdminClient) {
    super(session);
    this.#client = client;
  }

  async load(): Promise<void> {
    this.#set({ failure: null });
    const labs = await this.ask(() => this.#client.listLabs());
    if (!labs) return;
    if (!labs.ok) return this.#set({ failure: labs.failure });
    this.#set({ labs: labs.value });
    const administrators = await this.ask(() => this.#client.listAdministrators());
    if (!administrators) return;
    if (administrators.ok) this.#set({ administrators: administrators.value });
    else this.#set({ failure: administrators.failure });
  }

  start(task: 'add-lab' | 'add-administrator'): void {
    this.#set({ task: { kind: task, ...AT_REST } });
  }

  startWith(kind: 'change' | 'remove', administrator: AdministratorSummary): void {
    this.#set({ task: { kind, administrator, ...AT_REST } });
  }

  close(): void {
    this.#set({ task: null });
  }

  async addLab(name: string): Promise<void> {
    const labs = await this.#perform(({ csrf_token }) => this.#client.addLab(csrf_token, name));
    if (labs) this.#set({ labs, task: null });
  }

  async addAdministrator(email: string, rights: AdministratorRights): Promise<void> {
    const added = await this.#perform<AddedAdministrator>(({ csrf_token }) =>
      this.#client.addAdministrator(csrf_token, email, rights),
    );
    if (!added) return;
    const { administrator, password } = added;
    this.#set({ task: { kind: 'added', email: administrator.email, password } });
    await this.load();
  }

  async change(id: string, rights: AdministratorRights): Promise<void> {
    const administrators = await this.#perform(({ csrf_token }) =>
      this.#client.changeAdministrator(csrf_token, id, rights),
    );
    if (administrators) await this.#changed(administrators);
  }

  async remove(id: string): Promise<void> {
    const administrators = await this.#perform(({ csrf_token }) =>
      this.#client.removeAdministrator(csrf_token, id),
    );
    if (administrators) await this.#changed(administrators);
  }

  protected override forget(): void {
    this.#set(EMPTY);
  }

  /** The labs count their administrators; and it may have been oneself. */
  async #changed(administrators: readonly AdministratorSummary[]): Promise<void> {
    this.#set({ administrators, task: null });
    await this.load();
  }

  /** Null when it did not come about: the task says why or is as it was, unless nobody is signed in any more. */
  async #perform<Value>(call: (session: Session) => Promise<Answer<Value>>): Promise<Value | null> {
    const { task } = this.store.getState();
    if (!task || task.kind === 'added' || task.busy) return null;
    this.#set({ task: { ...task, ...BUSY } });
    const answer = await this.ask(call);
    if (answer?.ok) return answer.value;
    this.#set({ task: this.unfinished(task, answer) });
    return null;
  }

  #set(change: Partial<LabsState>): void {
    this.store.setState(change);
  }
}
