import type { RommDevice, RommDeviceUpdate } from '@onbench/protocol/romm-devices';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { Person } from '../../accounts/person.ts';
import type { Device, devices } from '../../db/schema.ts';

type SyncConfig = NonNullable<Device['syncConfig']>;

const MASK = '********';

/** What a client stores here for itself and no answer ever shows (protocol.md section 2). */
const MASKED_SETTINGS: readonly string[] = ['ssh_password', 'ssh_key_path'];

export function describeDevice(device: Device, owner: Person): RommDevice {
  return {
    id: device.id,
    user_id: owner.number,
    name: device.name,
    platform: device.platform,
    client: device.client,
    client_version: device.clientVersion,
    ip_address: device.ipAddress,
    mac_address: device.macAddress,
    hostname: device.hostname,
    client_device_identifier: device.clientDeviceIdentifier,
    sync_mode: device.syncMode,
    sync_enabled: device.syncEnabled,
    sync_config: device.syncConfig && mask(device.syncConfig),
    last_seen: device.lastSeenAt?.toISOString() ?? null,
    created_at: device.createdAt.toISOString(),
    updated_at: (device.updatedAt ?? device.createdAt).toISOString(),
  };
}

function mask(config: SyncConfig): Record<string, unknown> {
  return mapValues(config, (key, value) => (MASKED_SETTINGS.includes(key) ? MASK : value));
}

/** What an update changes, in our own names. What is absent stays; the two that every device has stay when null, too. */
export function toDeviceChange(
  update: RommDeviceUpdate,
  device: Device,
): PgUpdateSetSource<typeof devices> {
  const change = {
    name: update.name,
    platform: update.platform,
    client: update.client,
    clientVersion: update.client_version,
    ipAddress: update.ip_address,
    macAddress: update.mac_address,
    hostname: update.hostname,
    syncEnabled: update.sync_enabled ?? undefined,
    syncMode: update.sync_mode ?? undefined,
    syncConfig: update.sync_config && unmask(update.sync_config, device.syncConfig ?? {}),
  };
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/** A client that writes back what it has read keeps the settings that it was not shown. */
function unmask(config: SyncConfig, stored: SyncConfig): SyncConfig {
  return mapValues(config, (key, value) =>
    value === MASK && MASKED_SETTINGS.includes(key) && key in stored ? stored[key] : value,
  );
}

function mapValues(
  config: SyncConfig,
  map: (key: string, value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, map(key, value)]));
}
