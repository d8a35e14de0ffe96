import type { Session } from '@onbench/protocol/approval-api';
import type { EnrollmentDay, PlanDayRequest } from '@onbench/protocol/enrollment-day-api';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ApprovalClient } from '../api/approval-client.ts';
import type { Answer, Failure } from '../api/failure.ts';
import { AT_REST, BUSY, type Busy, ConsoleFlow } from '../console/console-flow.ts';
import type { SessionFlow } from '../session/session-flow.ts';
import { DayApprovalFlow } from './day-approval-flow.ts';
import type { Days, EnrollmentDayClient } from './enrollment-day-client.ts';

/** What is being done, in front of the list. */
export type DayTask =
  | ({ readonly kind: 'plan' } & Busy)
  | ({ readonly kind: 'withdraw'; readonly day: EnrollmentDay } & Busy);

export interface EnrollmentDayState {
  /** Null before they have come. */
  readonly days: Days | null;
  readonly failure: Failure | null;
  readonly task: DayTask | null;
  /** The page that approves one machine after the other, in place of the list. */
  readonly approving: DayApprovalFlow | null;
}

const LOOK_EVERY_MS = 3_000;

/** Enrollment days, kept live. */
export class EnrollmentDayFlow extends ConsoleFlow {
  readonly store: StoreApi<EnrollmentDayState> = createStore(() => ({
    days: null,
    failure: null,
    task: null,
    approving: null,
  }));
  readonly #client: EnrollmentDayClient;
  readonly #approval: ApprovalClient;

  constructor(session: SessionFlow, client: EnrollmentDayClient, approval: ApprovalClient) {
    super(session);
    this.#client = client;
    this.#approval = approval;
  }

  protected forget(): void {
    this.#set({ days: null, failure: null, task: null, approving: null });
  }

  /** Follows the days until the returned function is called. */
  follow(): () => void {
    void this.#load();
    const timer = setInterval(() => void this.#load(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }

  start(): void {
    this.#set({ task: { kind: 'plan', ...AT_REST } });
  }

  startWithdrawing(day: EnrollmentDay): void {
    this.#set({ task: { kind: 'withdraw', day, ...AT_REST } });
  }

  close(): void {
    this.#set({ task: null });
  }

  approve(day: EnrollmentDay): void {
    this.#set({ approving: new DayApprovalFlow(this.session, this.#approval, day) });
  }

  backToTheList(): void {
    this.#set({ approving: null });
  }

  async plan(request: PlanDayRequest): Promise<void> {
    await this.#perform(({ csrf_token }) => this.#client.plan(csrf_token, request));
  }

  async withdraw(id: string): Promise<void> {
    await this.#perform(({ csrf_token }) => this.#client.withdraw(csrf_token, id));
  }

  async #load(): Promise<void> {
    const answer = await this.ask(() => this.#client.list());
    if (answer?.ok) this.#set({ days: answer.value, failure: null });
    else if (answer) this.#set({ failure: answer.failure });
  }

  async #perform(call: (session: Session) => Promise<Answer<Days>>): Promise<void> {
    const { task } = this.store.getState();
    if (!task || task.busy) return;
    this.#set({ task: { ...task, ...BUSY } });
    const answer = await this.ask(call);
    if (answer?.ok) this.#set({ days: answer.value, task: null });
    else this.#set({ task: this.unfinished(task, answer) });
  }

  #set(change: Partial<EnrollmentDayState>): void {
    this.store.setState(change);
  }
}
