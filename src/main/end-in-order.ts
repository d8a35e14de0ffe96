import { setTimeout as sleep } from 'node:timers/promises';
import type { Services } from './create-services.ts';
import type { KeytarKeyring } from './workstation/keytar-keyring.ts';

/** How long the end waits for an approval that crossed it: the journal takes what is unfinished then. */
const SUSPENSION_PATIENCE_MS = 5_000;

/** How long the end waits for a keyring that may hang. */
const KEYRING_PATIENCE_MS = 1_000;

/** Brings to rest what runs, for the end of the process. Gives whether it can end in an orderly way then. */
export async function endInOrder(
  { worker, registrations }: Services,
  keyring: KeytarKeyring,
): Promise<boolean> {
  await Promise.all([
    Promise.race([worker.suspend(), sleep(SUSPENSION_PATIENCE_MS)]),
    registrations.close(),
  ]);
  return keyring.isIdleWithin(KEYRING_PATIENCE_MS);
}
