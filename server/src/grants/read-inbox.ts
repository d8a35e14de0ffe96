import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Inbox } from '@onbench/protocol/admin-api';
import type { GrantStore } from './grant-store.ts';
import { summarizeGrant } from './grant-summary.ts';

/** Shorter than what browsers and proxies wait for an answer. */
const WAIT_MS = 10_000;
const LOOK_EVERY_MS = 1_000;

/**
 * What waits for a decision that an administrator of these labs could take: everything, as long as it belongs to no lab.
 * When the reader knows that version already, it waits for another one, for 10 seconds at most or until `signal` says so.
 */
export async function readInbox(
  grants: Pick<GrantStore, 'listPending'>,
  labs: readonly string[],
  known: string | undefined,
  signal: AbortSignal,
): Promise<Inbox> {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const inbox = await look(grants, labs);
    if (inbox.version !== known || waitedMs >= WAIT_MS || signal.aborted) return inbox;
    // Woken by the signal, it answers at once with what it has.
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

async function look(
  grants: Pick<GrantStore, 'listPending'>,
  labs: readonly string[],
): Promise<Inbox> {
  const readings = labs.length === 0 ? [] : await grants.listPending(labs);
  const requests = readings.map(summarizeGrant);
  const version = createHash('sha256').update(JSON.stringify(requests)).digest('base64url');
  return { version, requests };
}
