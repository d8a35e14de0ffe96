import type { AdminDevice, DeviceState, Revocation } from '@onbench/protocol/admin-api';
import { PLATFORM_WORDS } from '../copy.ts';

/* Every sentence about a device that depends on where it stands. */

export const STATE_WORDS: Readonly<
  Record<DeviceState, { readonly label: string; readonly meaning: string }>
> = {
  active: { label: 'Active', meaning: 'Its token is valid and in use.' },
  issued: {
    label: 'Issued, not confirmed',
    meaning:
      'It was given a token and has not said yet that it arrived. If it never does, the token is revoked by itself.',
  },
  expiring: {
    label: 'Expiring',
    meaning: 'Its token runs out within 14 days. Enroll it again before that.',
  },
  inactive: {
    label: 'Inactive',
    meaning: 'Its token has not been used for 30 days. Revoke it if the machine is gone.',
  },
  expired: { label: 'Expired', meaning: 'Its token has run out. To go on it is enrolled again.' },
  revoked: { label: 'Revoked', meaning: 'Its token and key have ended. It is kept as history.' },
};

/** What revoking does, said before it is done. */
export const REVOKING = {
  one: 'Its token stops working at once, and the git host refuses its SSH key. What is stored on its own disk stays there.',
  many: 'Their tokens stop working at once, and the git host refuses their SSH keys. What is stored on their own disks stays there.',
  after: 'This cannot be taken back: to work again, a machine is enrolled anew.',
} as const;

export const REVOCATION_WORDS: Readonly<Record<Revocation, string>> = {
  revoked: 'Revoked. Its token and key no longer work.',
  'revoked-before': 'Had no access any more.',
  'not-found': 'Is no longer in your labs.',
  failed: 'Still has access: the git host or the server failed. Try again.',
};

export const OWN_DEVICE = 'Your own device';

/** `Onbench 0.1.0 on macOS`, as far as it said. */
export function softwareOf({ client, client_version, platform }: AdminDevice): string {
  const software = [client, client_version].filter(Boolean).join(' ');
  const system = platform && (PLATFORM_WORDS[platform] ?? platform);
  return [software, system].filter(Boolean).join(' on ');
}
