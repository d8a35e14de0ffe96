/** What a RomM client may ask for. The names are RomM's own and on the wire; any other one is refused. */
export const ROMM_SCOPES = [
  'assets.read',
  'assets.write',
  'collections.read',
  'collections.write',
  'devices.read',
  'devices.write',
  'firmware.read',
  'firmware.write',
  'logs.read',
  'me.read',
  'me.write',
  'platforms.read',
  'platforms.write',
  'roms.read',
  'roms.user.read',
  'roms.user.write',
  'roms.write',
  'tasks.run',
  'users.read',
  'users.write',
] as const;

export type RommScope = (typeof ROMM_SCOPES)[number];

/** Each scope once, in the order in which the wire has them. */
export function sortScopes<Scope extends string>(scopes: readonly Scope[]): Scope[] {
  return [...new Set(scopes)].sort();
}
