import { eq } from 'drizzle-orm';
import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import { devices } from '../db/schema.ts';
import type { DeviceReader, DeviceRow, Viewer } from './device-rows.ts';
import { findDeviceRow } from './list-devices.ts';

/** Null when there is none that this viewer may see. */
export async function renameDevice(
  { db, clock }: DeviceReader,
  viewer: Viewer,
  id: string,
  { name, by }: { readonly name: string; readonly by: Agent },
): Promise<DeviceRow | null> {
  return await db.transaction(async (tx) => {
    const device = await findDeviceRow({ db: tx, clock }, viewer, id);
    if (!device) return null;
    await tx.update(devices).set({ name, updatedAt: clock.sqlNow }).where(eq(devices.id, id));
    const facts = { fields: ['name'] };
    await recordEvent(tx, { kind: 'device-changed', by, lab: device.lab, deviceId: id, facts });
    return await findDeviceRow({ db: tx, clock }, viewer, id);
  });
}
