import { ROMM_SCOPES, type RommScope } from '@onbench/protocol/romm-scopes';

interface DeviceScopeWords {
  readonly label: string;
  readonly risky: boolean;
}

/** What each scope lets a device do. Risky is what reaches other people or the server, or lets more in. */
const WORDS: Readonly<Record<RommScope, DeviceScopeWords>> = {
  'assets.read': { label: 'Read your saves and screenshots', risky: false },
  'assets.write': { label: 'Add and change your saves and screenshots', risky: false },
  'collections.read': { label: 'See collections', risky: false },
  'collections.write': { label: 'Change collections', risky: false },
  'devices.read': { label: 'See your devices', risky: false },
  'devices.write': { label: 'Rename and remove your devices', risky: false },
  'firmware.read': { label: 'Download firmware', risky: false },
  'firmware.write': { label: 'Add and remove firmware for everyone', risky: true },
  'logs.read': { label: 'Read the server’s log', risky: true },
  'me.read': { label: 'See who you are and which tokens you have', risky: false },
  'me.write': { label: 'Pair more devices and end tokens in your name', risky: true },
  'platforms.read': { label: 'See platforms', risky: false },
  'platforms.write': { label: 'Change platforms for everyone', risky: true },
  'roms.read': { label: 'See and download the library', risky: false },
  'roms.user.read': { label: 'Read your notes and progress', risky: false },
  'roms.user.write': { label: 'Change your notes and progress', risky: false },
  'roms.write': { label: 'Change the library for everyone', risky: true },
  'tasks.run': { label: 'Run the server’s tasks', risky: true },
  'users.read': { label: 'See all accounts', risky: true },
  'users.write': { label: 'Change all accounts', risky: true },
};

/** A scope that this page does not know is shown by its name, as risky. */
export function wordsForScope(scope: string): DeviceScopeWords {
  const known = ROMM_SCOPES.find((each) => each === scope);
  return known ? WORDS[known] : { label: scope, risky: true };
}
