import {
  ADMIN_ADMINISTRATORS_PATH,
  ADMIN_DEVICES_PATH,
  ADMIN_INBOX_DENY_PATH,
  ADMIN_INBOX_PATH,
  ADMIN_LABS_PATH,
  ADMIN_REVOKE_PATH,
  type AdminDevice,
  type AdministratorRights,
  type AdministratorSummary,
  addedAdministrator,
  administratorList,
  type DeviceDetails,
  type DevicePage,
  device,
  deviceDetails,
  devicePage,
  type Inbox,
  inbox,
  type LabSummary,
  labList,
  type RevokeAnswer,
  revokeAnswer,
} from '@onbench/protocol/admin-api';
import { z } from 'zod';
import { type ApiRequest, exchange } from './exchange.ts';
import type { Answer } from './failure.ts';
import { type ServerClock, startServerClock } from './server-clock.ts';

/** An answer with a clock that runs on the server's time from then on. */
export interface Clocked<Value> {
  readonly value: Value;
  readonly clock: ServerClock;
}

export interface AddedAdministrator {
  readonly administrator: AdministratorSummary;
  /** Null where people sign in with their organisation alone. */
  readonly password: string | null;
}

/** What the administrators' pages may ask of the server. */
export interface AdminClient {
  /** `query` as it stands in an address. */
  listDevices(query: URLSearchParams): Promise<Answer<Clocked<DevicePage>>>;
  getDevice(id: string): Promise<Answer<DeviceDetails>>;
  renameDevice(csrfToken: string, id: string, name: string): Promise<Answer<AdminDevice>>;
  revokeDevices(csrfToken: string, ids: readonly string[]): Promise<Answer<RevokeAnswer>>;
  /** With the version that is known it waits some seconds for another one. */
  readInbox(known: string | null): Promise<Answer<Clocked<Inbox>>>;
  denyFromInbox(csrfToken: string, id: string): Promise<Answer<unknown>>;
  listLabs(): Promise<Answer<readonly LabSummary[]>>;
  addLab(csrfToken: string, name: string): Promise<Answer<readonly LabSummary[]>>;
  listAdministrators(): Promise<Answer<readonly AdministratorSummary[]>>;
  addAdministrator(
    csrfToken: string,
    email: string,
    rights: AdministratorRights,
  ): Promise<Answer<AddedAdministrator>>;
  changeAdministrator(
    csrfToken: string,
    id: string,
    rights: AdministratorRights,
  ): Promise<Answer<readonly AdministratorSummary[]>>;
  removeAdministrator(
    csrfToken: string,
    id: string,
  ): Promise<Answer<readonly AdministratorSummary[]>>;
}

export function createAdminClient(send: typeof fetch): AdminClient {
  async function clocked<Schema extends z.ZodType>(path: string, schema: Schema) {
    const answer = await exchange(send, { method: 'GET', path }, schema);
    if (!answer.ok) return answer;
    const { body, serverTimeMs } = answer.value;
    return { ok: true, value: { value: body, clock: startServerClock(serverTimeMs) } } as const;
  }
  async function call<Schema extends z.ZodType>(
    request: ApiRequest,
    schema: Schema,
  ): Promise<Answer<z.output<Schema>>> {
    const answer = await exchange(send, request, schema);
    return answer.ok ? { ok: true, value: answer.value.body } : answer;
  }
  const labs = labList.transform((list) => list.labs);
  const administrators = administratorList.transform((list) => list.administrators);
  const oneDevice = (id: string) => `${ADMIN_DEVICES_PATH}/${id}`;
  const oneAdministrator = (id: string) => `${ADMIN_ADMINISTRATORS_PATH}/${id}`;

  return {
    listDevices: (query) => clocked(`${ADMIN_DEVICES_PATH}?${query}`, devicePage),
    getDevice: (id) => call({ method: 'GET', path: oneDevice(id) }, deviceDetails),
    renameDevice: (csrfToken, id, name) =>
      call({ method: 'PATCH', path: oneDevice(id), csrfToken, body: { name } }, device),
    revokeDevices: (csrfToken, ids) =>
      call(
        { method: 'POST', path: ADMIN_REVOKE_PATH, csrfToken, body: { device_ids: ids } },
        revokeAnswer,
      ),
    readInbox: (known) =>
      clocked(known === null ? ADMIN_INBOX_PATH : `${ADMIN_INBOX_PATH}?known=${known}`, inbox),
    denyFromInbox: (csrfToken, id) =>
      call({ method: 'POST', path: ADMIN_INBOX_DENY_PATH, csrfToken, body: { id } }, z.unknown()),
    listLabs: () => call({ method: 'GET', path: ADMIN_LABS_PATH }, labs),
    addLab: (csrfToken, name) =>
      call({ method: 'POST', path: ADMIN_LABS_PATH, csrfToken, body: { name } }, labs),
    listAdministrators: () =>
      call({ method: 'GET', path: ADMIN_ADMINISTRATORS_PATH }, administrators),
    addAdministrator: (csrfToken, email, rights) =>
      call(
        {
          method: 'POST',
          path: ADMIN_ADMINISTRATORS_PATH,
          csrfToken,
          body: { email, ...rights },
        },
        addedAdministrator,
      ),
    changeAdministrator: (csrfToken, id, rights) =>
      call({ method: 'PUT', path: oneAdministrator(id), csrfToken, body: rights }, administrators),
    removeAdministrator: (csrfToken, id) =>
      call({ method: 'DELETE', path: oneAdministrator(id), csrfToken }, administrators),
  };
}
