import { and, eq, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { type Device, devices } from '../db/schema.ts';

/** A device by which a person is known to a client. Every call names the owner: nobody reaches another's. */
export type PairedDevice = Required<
  Pick<
    typeof devices.$inferInsert,
    'clientDeviceIdentifier' | 'name' | 'client' | 'platform' | 'clientVersion'
  >
>;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Makes the device, or finds it by its owner and the identifier that its client chose. Found, it keeps what only its
 * first pairing or its owner said of it.
 */
export async function pairDevice(
  tx: Database,
  clock: Clock,
  administratorId: string,
  { name, clientVersion, ...device }: PairedDevice,
): Promise<Device> {
  const now = clock.sqlNow;
  const current = { name, lastSeenAt: now, enrolledAt: now };
  const [row] = await tx
    .insert(devices)
    .values({ ...device, ...current, clientVersion, administratorId, createdAt: now })
    .onConflictDoUpdate({
      target: [devices.administratorId, devices.clientDeviceIdentifier],
      set: { ...current, updatedAt: now, ...(clientVersion === null ? {} : { clientVersion }) },
    })
    .returning();
  if (!row) throw new Error('The device was not stored');
  return row;
}

export async function listDevices(
  db: Database,
  administratorId: string,
): Promise<readonly Device[]> {
  return await db
    .select()
    .from(devices)
    .where(eq(devices.administratorId, administratorId))
    .orderBy(devices.createdAt, devices.id);
}

export async function findDevice(
  db: Database,
  administratorId: string,
  id: string,
): Promise<Device | null> {
  if (!UUID.test(id)) return null;
  const [row] = await db.select().from(devices).where(owned(administratorId, id));
  return row ?? null;
}

/** Null when there is no such device (any more). */
export async function updateDevice(
  db: Database,
  clock: Clock,
  { administratorId, id }: Pick<Device, 'administratorId' | 'id'>,
  change: PgUpdateSetSource<typeof devices>,
  by: Agent,
): Promise<Device | null> {
  return await db.transaction(async (tx) => {
    const [row] = await tx
      .update(devices)
      .set({ ...change, updatedAt: clock.sqlNow })
      .where(owned(administratorId, id))
      .returning();
    if (!row) return null;
    // Which fields, not what is in them: there are passwords among a device's settings.
    const facts = { fields: Object.keys(change) };
    await recordEvent(tx, { kind: 'device-changed', by, deviceId: id, facts });
    return row;
  });
}

/** Its tokens stay, unbound (protocol.md section 2). False when there is no such device. */
export async function deleteDevice(
  db: Database,
  administratorId: string,
  id: string,
  by: Agent,
): Promise<boolean> {
  if (!UUID.test(id)) return false;
  return await db.transaction(async (tx) => {
    const [row] = await tx
      .delete(devices)
      .where(owned(administratorId, id))
      .returning({ deviceId: devices.id, name: devices.name });
    if (!row) return false;
    const { deviceId, name } = row;
    await recordEvent(tx, { kind: 'device-deleted', by, deviceId, facts: { name } });
    return true;
  });
}

function owned(administratorId: string | null, id: string) {
  return and(eq(devices.id, id), eq(devices.administratorId, sql`${administratorId}::uuid`));
}
