import type { AdminDevice, DeviceQuery } from '@onbench/protocol/admin-api';
import { csvRecord } from './csv.ts';
import { describeDevice } from './describe-device.ts';
import type { DeviceReader, Viewer } from './device-rows.ts';
import { listDevicePage } from './list-devices.ts';

/** So many rows are in memory at once, however long the list is. */
const PAGE_SIZE = 500;

const COLUMNS: readonly (keyof AdminDevice)[] = [
  'name',
  'lab',
  'technician_email',
  'hostname',
  'platform',
  'client',
  'client_version',
  'key_fingerprint',
  'address',
  'first_seen_at',
  'last_seen_at',
  'expires_at',
  'state',
  'id',
];

/** Everything that the filter lets through, a page at a time. */
export async function* devicesAsCsv(
  reader: DeviceReader,
  viewer: Viewer,
  query: DeviceQuery,
): AsyncGenerator<string> {
  yield csvRecord(COLUMNS);
  let after = query.after;
  do {
    const page = await listDevicePage(reader, viewer, { ...query, after }, PAGE_SIZE);
    if (!page) return;
    const records = page.rows.map((row) => {
      const device = describeDevice(row);
      return csvRecord(COLUMNS.map((column) => device[column]));
    });
    yield records.join('');
    after = page.next ?? undefined;
  } while (after !== undefined);
}
