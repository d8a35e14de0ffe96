import type { DeviceFilter, DeviceQuery } from '@onbench/protocol/admin-api';
import { and, asc, count, desc, eq, ilike, or, type SQL, sql } from 'drizzle-orm';
import { type DeviceCursor, readCursor, writeCursor } from './device-cursor.ts';
import {
  type DeviceReader,
  type DeviceRow,
  type DeviceRows,
  deviceRows,
  type Viewer,
} from './device-rows.ts';

export interface DeviceListing {
  readonly rows: readonly DeviceRow[];
  /** Asks for the page after this one. Null on the last. */
  readonly next: string | null;
}

/** One page, from where the page before it ended. Null: no page of ours ended there. */
export async function listDevicePage(
  reader: DeviceReader,
  viewer: Viewer,
  query: DeviceQuery,
  limit: number,
): Promise<DeviceListing | null> {
  const after = query.after === undefined ? undefined : readCursor(query.after);
  if (after === null) return null;
  const from = deviceRows(reader, viewer, query.sort);
  const direction = query.order === 'asc' ? asc : desc;
  const found: readonly DeviceRow[] = await reader.db
    .select()
    .from(from)
    .where(and(matches(from, query), after && isBeyond(from, query.order, after)))
    .orderBy(direction(from.sortKey), direction(from.id))
    .limit(limit + 1);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const next =
    found.length > limit && last ? writeCursor({ key: last.sortKey, id: last.id }) : null;
  return { rows, next };
}

export async function countDevices(
  reader: DeviceReader,
  viewer: Viewer,
  filter: DeviceFilter,
): Promise<number> {
  const from = deviceRows(reader, viewer);
  const [row] = await reader.db.select({ total: count() }).from(from).where(matches(from, filter));
  return row?.total ?? 0;
}

/** Null when there is none that this viewer may see. */
export async function findDeviceRow(
  reader: DeviceReader,
  viewer: Viewer,
  id: string,
): Promise<DeviceRow | null> {
  const from = deviceRows(reader, viewer);
  const [row] = await reader.db.select().from(from).where(eq(from.id, id));
  return row ?? null;
}

function matches(from: DeviceRows, { search, lab, state }: DeviceFilter): SQL | undefined {
  const { name, hostname, technicianEmail, address, keyFingerprint } = from;
  const searched = [name, hostname, technicianEmail, address, keyFingerprint];
  return and(
    search ? or(...searched.map((column) => ilike(column, containing(search)))) : undefined,
    lab ? eq(from.lab, lab) : undefined,
    state ? eq(from.state, state) : undefined,
  );
}

function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

function isBeyond(from: DeviceRows, order: DeviceQuery['order'], { key, id }: DeviceCursor): SQL {
  const here = sql`(${from.sortKey}, ${from.id})`;
  const there = sql`(${key}::text, ${id}::uuid)`;
  return order === 'asc' ? sql`${here} > ${there}` : sql`${here} < ${there}`;
}
