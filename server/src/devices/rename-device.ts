import { eq } from 'drizzle-orm';
import { devices } from '../db/schema.ts';
import type { DeviceReader, DeviceRow, Viewer } from './device-rows.ts';
import { findDeviceRow } from './list-devices.ts';

/** Null when there is none that this viewer may see. */
export async function renameDevice(
  { db, clock }: DeviceReader,
  viewer: Viewer,
  id: string,
  name: string,
): Promise<DeviceRow | null> {
  return await db.transaction(async (tx) => {
    if (!(await findDeviceRow({ db: tx, clock }, viewer, id))) return null;
    await tx.update(devices).set({ name, updatedAt: clock.sqlNow }).where(eq(devices.id, id));
    return await findDeviceRow({ db: tx, clock }, viewer, id);
  });
}
