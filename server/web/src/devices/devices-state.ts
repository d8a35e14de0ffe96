import type {
  AdminDevice,
  DeviceSort,
  DeviceState,
  DeviceToken,
  Revocation,
} from '@onbench/protocol/admin-api';
import type { Failure } from '../api/failure.ts';
import type { ServerClock } from '../api/server-clock.ts';
import type { Busy } from '../console/console-flow.ts';

/** Which devices are shown, in which order. Empty texts leave everything in. */
export interface DeviceView {
  readonly search: string;
  readonly lab: string;
  readonly state: DeviceState | '';
  readonly sort: DeviceSort;
  readonly order: 'asc' | 'desc';
}

export const WHOLE_VIEW: DeviceView = {
  search: '',
  lab: '',
  state: '',
  sort: 'name',
  order: 'asc',
};

/** What has been loaded of a view so far, page by page. */
export interface DeviceListing {
  readonly devices: readonly AdminDevice[];
  readonly total: number;
  readonly next: string | null;
  readonly clock: ServerClock;
}

/** What is being done with one device or several, in front of the list. */
export type DeviceTask =
  | {
      readonly kind: 'details';
      readonly device: AdminDevice;
      /** Null until they have come. */
      readonly tokens: readonly DeviceToken[] | null;
      readonly failure: Failure | null;
    }
  | ({ readonly kind: 'rename'; readonly device: AdminDevice } & Busy)
  | ({ readonly kind: 'revoke'; readonly devices: readonly AdminDevice[] } & Busy)
  | { readonly kind: 'revoked'; readonly results: readonly RevocationResult[] };

export interface RevocationResult {
  readonly device: AdminDevice;
  readonly outcome: Revocation;
}

export interface DevicesState {
  readonly view: DeviceView;
  /** Null before the first page has come. */
  readonly listing: DeviceListing | null;
  readonly loading: boolean;
  readonly failure: Failure | null;
  readonly selected: ReadonlySet<string>;
  readonly task: DeviceTask | null;
}

/** A view as it stands in the address of the list or its export. */
export function toQuery(view: DeviceView, after: string | null = null): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...view, search: view.search.trim() })) {
    if (value !== '') query.set(name, value);
  }
  if (after !== null) query.set('after', after);
  return query;
}
