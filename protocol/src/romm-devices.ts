import { z } from 'zod';
import { isStorable, storableText } from './storable-text.ts';

/* What a RomM client calls with its token: who am I, which devices, which tokens (protocol.md section 2). */

export const ROMM_ME_PATH = '/api/users/me';
export const ROMM_DEVICES_PATH = '/api/devices';
export const ROMM_CLIENT_TOKENS_PATH = '/api/client-tokens';

/** Ids of people and of tokens are integers: clients read them as such. Ids of devices are texts. */
const integerId = z.int();

const time = z.iso.datetime();

export const rommUser = z.object({
  id: integerId,
  username: z.string(),
  email: z.string().nullable(),
  enabled: z.boolean(),
  role: z.enum(['viewer', 'editor', 'admin']),
  oauth_scopes: z.array(z.string()),
  avatar_path: z.string(),
  last_login: time.nullable(),
  last_active: time.nullable(),
  /** The device that the calling token is bound to. */
  current_device_id: z.string().nullable(),
  created_at: time,
  updated_at: time,
});

export const SYNC_MODES = ['api', 'file_transfer', 'push_pull'] as const;

export type SyncMode = (typeof SYNC_MODES)[number];

export const rommDevice = z.object({
  id: z.string(),
  user_id: integerId,
  name: z.string().nullable(),
  platform: z.string().nullable(),
  client: z.string().nullable(),
  client_version: z.string().nullable(),
  ip_address: z.string().nullable(),
  mac_address: z.string().nullable(),
  hostname: z.string().nullable(),
  client_device_identifier: z.string().nullable(),
  sync_mode: z.enum(SYNC_MODES),
  sync_enabled: z.boolean(),
  sync_config: z.record(z.string(), z.unknown()).nullable(),
  last_seen: time.nullable(),
  created_at: time,
  updated_at: time,
});

export type RommDevice = z.infer<typeof rommDevice>;

export const rommDeviceList = z.array(rommDevice);

/** Deep enough for any settings, and far from what a serializer can no longer walk through. */
const MAX_CONFIG_DEPTH = 16;

const syncConfig = z
  .record(z.string(), z.unknown())
  .refine((config) => isStorableJson(config, MAX_CONFIG_DEPTH), 'cannot be stored');

/** What is absent stays as it is. */
export const rommDeviceUpdate = z.object({
  name: storableText(255).nullish(),
  platform: storableText(50).nullish(),
  client: storableText(50).nullish(),
  client_version: storableText(50).nullish(),
  ip_address: storableText(45).nullish(),
  mac_address: storableText(17).nullish(),
  hostname: storableText(255).nullish(),
  sync_enabled: z.boolean().nullish(),
  sync_mode: z.enum(SYNC_MODES).nullish(),
  sync_config: syncConfig.nullish(),
});

export type RommDeviceUpdate = z.infer<typeof rommDeviceUpdate>;

export const rommClientToken = z.object({
  id: integerId,
  name: z.string(),
  scopes: z.array(z.string()),
  expires_at: time.nullable(),
  last_used_at: time.nullable(),
  created_at: time,
  user_id: integerId,
  /** Null once the device was deleted. */
  device_id: z.string().nullable(),
});

export const rommClientTokenList = z.array(rommClientToken);

function isStorableJson(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  return (
    depth > 0 &&
    Object.entries(value).every(([key, each]) => isStorable(key) && isStorableJson(each, depth - 1))
  );
}
