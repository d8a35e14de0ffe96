import {
  type AdminDevice,
  type DeviceSort,
  MAX_REVOKED_AT_ONCE,
} from '@onbench/protocol/admin-api';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { ForeignText } from '../parts/foreign-text.tsx';
import { Ago, Day } from '../parts/moment.tsx';
import { OWN_DEVICE, softwareOf } from './device-words.ts';
import type { DevicesFlow } from './devices-flow.ts';
import type { DeviceListing, DeviceView } from './devices-state.ts';
import { StateBadge } from './state-badge.tsx';

interface DeviceTableProps {
  readonly flow: DevicesFlow;
  readonly listing: DeviceListing;
  readonly selected: ReadonlySet<string>;
  readonly view: DeviceView;
}

export function DeviceTable({ flow, listing, selected, view }: DeviceTableProps) {
  const nowMs = listing.clock();
  const sort = (by: DeviceSort) =>
    void flow.show({ sort: by, order: view.sort === by && view.order === 'asc' ? 'desc' : 'asc' });
  return (
    <div className="card table-card">
      <table className="table devices">
        <caption className="unseen">Devices</caption>
        <thead>
          <tr>
            <th scope="col" className="tick-cell">
              <SelectAll flow={flow} devices={listing.devices} selected={selected} />
            </th>
            <SortHeader by="name" label="Device" view={view} onSort={sort} />
            <SortHeader by="lab" label="Lab" view={view} onSort={sort} />
            <th scope="col" className="wide-only">
              Key fingerprint
            </th>
            <th scope="col" className="wide-only">
              Address
            </th>
            <SortHeader by="first_seen" label="First seen" view={view} onSort={sort} wideOnly />
            <SortHeader by="last_seen" label="Last seen" view={view} onSort={sort} />
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {listing.devices.map((device) => (
            <DeviceRow
              key={device.id}
              device={device}
              nowMs={nowMs}
              chosen={selected.has(device.id)}
              onChoose={(chosen) => flow.select([device.id], chosen)}
              onOpen={() => void flow.openDetails(device)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SortHeaderProps {
  readonly by: DeviceSort;
  readonly label: string;
  readonly view: DeviceView;
  readonly onSort: (by: DeviceSort) => void;
  readonly wideOnly?: boolean;
}

function SortHeader({ by, label, view, onSort, wideOnly = false }: SortHeaderProps) {
  const sorted = view.sort === by;
  const Arrow = view.order === 'asc' ? ArrowUp : ArrowDown;
  const direction = view.order === 'asc' ? 'ascending' : 'descending';
  return (
    <th
      scope="col"
      className={wideOnly ? 'wide-only' : `column-${by}`}
      aria-sort={sorted ? direction : undefined}
    >
      <button type="button" className="sort" onClick={() => onSort(by)}>
        {label}
        {sorted && <Arrow size={14} aria-hidden />}
      </button>
    </th>
  );
}

interface SelectAllProps {
  readonly flow: DevicesFlow;
  readonly devices: readonly AdminDevice[];
  readonly selected: ReadonlySet<string>;
}

/** All that are shown and can still be revoked, up to as many as are revoked at once. */
function SelectAll({ flow, devices, selected }: SelectAllProps) {
  const revocable = devices.filter(isRevocable).slice(0, MAX_REVOKED_AT_ONCE);
  const ids = revocable.map(({ id }) => id);
  return (
    <input
      type="checkbox"
      aria-label="Select all that are shown"
      disabled={ids.length === 0}
      checked={ids.length > 0 && ids.every((id) => selected.has(id))}
      onChange={(event) => flow.select(ids, event.target.checked)}
    />
  );
}

function isRevocable({ state }: AdminDevice): boolean {
  return state !== 'revoked';
}

interface DeviceRowProps {
  readonly device: AdminDevice;
  readonly nowMs: number;
  readonly chosen: boolean;
  readonly onChoose: (chosen: boolean) => void;
  readonly onOpen: () => void;
}

function DeviceRow({ device, nowMs, chosen, onChoose, onOpen }: DeviceRowProps) {
  return (
    <tr className={device.state === 'revoked' ? 'past' : undefined}>
      <td className="tick-cell">
        {isRevocable(device) && (
          <input
            type="checkbox"
            aria-label={`Select ${device.name}`}
            checked={chosen}
            onChange={(event) => onChoose(event.target.checked)}
          />
        )}
      </td>
      <th scope="row">
        <button type="button" className="link row-link" onClick={onOpen}>
          <ForeignText text={device.name} />
        </button>
        <Under
          texts={[device.hostname === device.name ? null : device.hostname, softwareOf(device)]}
        />
        {device.lab !== null && <span className="under narrow-only">{device.lab}</span>}
      </th>
      <td className="column-lab">
        {device.lab ?? <span className="quiet">{OWN_DEVICE}</span>}
        <Under texts={[device.technician_email]} />
      </td>
      <td className="wide-only">
        {device.key_fingerprint ? (
          <code className="key" title={device.key_fingerprint}>
            {device.key_fingerprint}
          </code>
        ) : (
          <span className="quiet">No key</span>
        )}
      </td>
      <td className="wide-only">
        <ForeignText className="code" text={device.address ?? ''} />
      </td>
      <td className="wide-only">
        <Day at={device.first_seen_at} />
      </td>
      <td className="column-last_seen">
        <Ago at={device.last_seen_at} never="Not yet" nowMs={nowMs} />
      </td>
      <td>
        <StateBadge state={device.state} />
      </td>
    </tr>
  );
}

function Under({ texts }: { readonly texts: readonly (string | null)[] }) {
  const shown = texts.filter((text) => text !== null && text !== '');
  return shown.map((text) => (
    <span key={text} className="under">
      <ForeignText text={text ?? ''} />
    </span>
  ));
}
