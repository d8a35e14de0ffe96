import { type AdminDevice, MAX_REVOKED_AT_ONCE } from '@onbench/protocol/admin-api';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AdminClient } from '../api/admin-client.ts';
import { AT_REST, BUSY, ConsoleFlow } from '../console/console-flow.ts';
import type { SessionFlow } from '../session/session-flow.ts';
import { type DevicesState, type DeviceView, toQuery, WHOLE_VIEW } from './devices-state.ts';

const EMPTY: DevicesState = {
  view: WHOLE_VIEW,
  listing: null,
  loading: false,
  failure: null,
  selected: new Set(),
  task: null,
};

/** The list of devices and what can be done with them. */
export class DevicesFlow extends ConsoleFlow {
  readonly store: StoreApi<DevicesState> = createStore(() => EMPTY);
  readonly #client: AdminClient;
  /** The load whose answer is awaited: one of an older view comes too late to matter. */
  #awaited: object | null = null;

  constructor(session: SessionFlow, client: AdminClient) {
    super(session);
    this.#client = client;
  }

  /** From the beginning of the view. */
  async load(): Promise<void> {
    await this.#load(null);
  }

  async loadMore(): Promise<void> {
    const { listing, loading } = this.store.getState();
    if (listing?.next && !loading) await this.#load(listing.next);
  }

  async show(change: Partial<DeviceView>): Promise<void> {
    const view = { ...this.store.getState().view, ...change };
    this.#set({ view, selected: new Set() });
    await this.load();
  }

  async #load(after: string | null): Promise<void> {
    const request = {};
    this.#awaited = request;
    this.#set({ loading: true, failure: null });
    const query = toQuery(this.store.getState().view, after);
    const answer = await this.ask(() => this.#client.listDevices(query));
    if (this.#awaited !== request) return;
    if (!answer?.ok) return this.#set({ loading: false, failure: answer?.failure ?? null });
    const { value: page, clock } = answer.value;
    const before = after === null ? [] : (this.store.getState().listing?.devices ?? []);
    const { total, next } = page;
    const devices = [...before, ...page.devices];
    this.#set({ loading: false, listing: { devices, total, next, clock } });
  }

  select(ids: readonly string[], chosen: boolean): void {
    const selected = new Set(this.store.getState().selected);
    for (const id of ids) {
      if (!chosen) selected.delete(id);
      else if (selected.size < MAX_REVOKED_AT_ONCE) selected.add(id);
    }
    this.#set({ selected });
  }

  async openDetails(device: AdminDevice): Promise<void> {
    this.#set({ task: { kind: 'details', device, tokens: null, failure: null } });
    const answer = await this.ask(() => this.#client.getDevice(device.id));
    const { task } = this.store.getState();
    if (!answer || task?.kind !== 'details' || task.device.id !== device.id) return;
    this.#set({
      task: answer.ok
        ? { kind: 'details', ...answer.value, failure: null }
        : { ...task, failure: answer.failure },
    });
  }

  startRename(device: AdminDevice): void {
    this.#set({ task: { kind: 'rename', device, ...AT_REST } });
  }

  async rename(name: string): Promise<void> {
    const { task } = this.store.getState();
    if (task?.kind !== 'rename' || task.busy) return;
    this.#set({ task: { ...task, ...BUSY } });
    const { id } = task.device;
    const answer = await this.ask((session) =>
      this.#client.renameDevice(session.csrf_token, id, name),
    );
    if (!answer?.ok) return this.#set({ task: this.unfinished(task, answer) });
    this.#replace(answer.value);
    this.close();
  }

  startRevoke(devices: readonly AdminDevice[]): void {
    this.#set({ task: { kind: 'revoke', devices, ...AT_REST } });
  }

  /** Says of each device what became of it, then loads the list anew. */
  async revoke(): Promise<void> {
    const { task } = this.store.getState();
    if (task?.kind !== 'revoke' || task.busy) return;
    this.#set({ task: { ...task, ...BUSY } });
    const ids = task.devices.map(({ id }) => id);
    const answer = await this.ask((session) => this.#client.revokeDevices(session.csrf_token, ids));
    if (!answer?.ok) return this.#set({ task: this.unfinished(task, answer) });
    const outcomes = new Map(answer.value.results.map((each) => [each.device_id, each.outcome]));
    const results = task.devices.map((device) => ({
      device,
      outcome: outcomes.get(device.id) ?? 'failed',
    }));
    this.#set({ task: { kind: 'revoked', results }, selected: new Set() });
    await this.load();
  }

  close(): void {
    this.#set({ task: null });
  }

  protected override forget(): void {
    this.#awaited = null;
    this.#set(EMPTY);
  }

  #replace(device: AdminDevice): void {
    const { listing } = this.store.getState();
    if (!listing) return;
    const devices = listing.devices.map((each) => (each.id === device.id ? device : each));
    this.#set({ listing: { ...listing, devices } });
  }

  #set(change: Partial<DevicesState>): void {
    this.store.setState(change);
  }
}
