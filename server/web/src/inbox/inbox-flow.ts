import type { GrantSummary } from '@onbench/protocol/approval-api';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AdminClient } from '../api/admin-client.ts';
import type { ApprovalClient } from '../api/approval-client.ts';
import type { Failure } from '../api/failure.ts';
import type { ServerClock } from '../api/server-clock.ts';
import { AT_REST, BUSY, type Busy, ConsoleFlow } from '../console/console-flow.ts';
import { ApprovalFlow } from '../flow/approval-flow.ts';
import type { SessionFlow } from '../session/session-flow.ts';

export interface InboxState {
  /** Null before the first answer. */
  readonly requests: readonly GrantSummary[] | null;
  readonly clock: ServerClock;
  /** Why the list is not live just now. */
  readonly failure: Failure | null;
  /** The request that is about to be denied. */
  readonly denying: ({ readonly grant: GrantSummary } & Busy) | null;
  /** The page for the code of the request that was opened, in place of the list. */
  readonly opened: ApprovalFlow | null;
}

/** Between two looks: an answer that comes at once, from a proxy perhaps, must not make a storm. */
const PAUSE_MS = 1_000;
/** After trouble on the way: longer each time, up to the last. */
const RETRY_MS = [2_000, 4_000, 8_000, 15_000] as const;

export type Sleep = (ms: number) => Promise<void>;

const sleepFor: Sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const EMPTY: InboxState = {
  requests: null,
  clock: () => Date.now(),
  failure: null,
  denying: null,
  opened: null,
};

/** The requests that wait, kept live; opening one and denying one. */
export class InboxFlow extends ConsoleFlow {
  readonly store: StoreApi<InboxState> = createStore(() => EMPTY);
  readonly #client: AdminClient;
  readonly #approval: ApprovalClient;
  readonly #sleep: Sleep;

  constructor(
    session: SessionFlow,
    client: AdminClient,
    approval: ApprovalClient,
    sleep: Sleep = sleepFor,
  ) {
    super(session);
    this.#client = client;
    this.#approval = approval;
    this.#sleep = sleep;
  }

  /** Follows the inbox until the returned function is called, and connects again by itself. */
  follow(): () => void {
    let following = true;
    void this.#keepLooking(() => following);
    return () => {
      following = false;
    };
  }

  async #keepLooking(following: () => boolean): Promise<void> {
    let known: string | null = null;
    for (let failures = 0; following(); ) {
      const answer = await this.ask(() => this.#client.readInbox(known));
      if (!answer || !following()) return;
      if (answer.ok) {
        failures = 0;
        const { value, clock } = answer.value;
        // A clock that stays lets the ages tick on.
        if (value.version !== known) this.#set({ requests: value.requests, clock });
        known = value.version;
        this.#set({ failure: null });
      } else {
        failures += 1;
        this.#set({ failure: answer.failure });
      }
      await this.#sleep(failures === 0 ? PAUSE_MS : retryAfter(failures));
    }
  }

  /** Its code is asked for: the list alone cannot tell whose screen a request belongs to. */
  open(grant: GrantSummary): void {
    this.#set({ opened: new ApprovalFlow(this.session, this.#approval, '', grant) });
  }

  startDeny(grant: GrantSummary): void {
    this.#set({ denying: { grant, ...AT_REST } });
  }

  cancelDeny(): void {
    this.#set({ denying: null });
  }

  async deny(): Promise<void> {
    const { denying } = this.store.getState();
    if (!denying || denying.busy) return;
    const { id } = denying.grant;
    this.#set({ denying: { ...denying, ...BUSY } });
    const answer = await this.ask((session) => this.#client.denyFromInbox(session.csrf_token, id));
    if (!answer?.ok) return this.#set({ denying: this.unfinished(denying, answer) });
    const { requests } = this.store.getState();
    this.#set({ denying: null, requests: requests?.filter((each) => each.id !== id) ?? null });
  }

  protected override forget(): void {
    this.#set(EMPTY);
  }

  #set(change: Partial<InboxState>): void {
    this.store.setState(change);
  }
}

function retryAfter(failures: number): number {
  return RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? PAUSE_MS;
}
