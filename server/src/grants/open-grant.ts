import type { Secret } from '@onbench/protocol/secret';
import { hashOf, randomSecret } from '../secrets/random-secret.ts';
import type { GrantStore } from './grant-store.ts';
import type { NewGrant, StoredGrant } from './insert-grants.ts';
import type { PendingGrants } from './pending-grants.ts';
import { hashUserCode, newUserCode } from './user-code.ts';

const INTERVAL_SECONDS = 5;

/** Enough that running out of it means a bug, not bad luck: one code in 25 thousand million is taken. */
const MAX_DRAWS = 5;

export interface StartedGrant {
  readonly grant: StoredGrant;
  readonly deviceCode: Secret;
  /** Canonical, without the dash. */
  readonly userCode: string;
}

/** What asks, in which dialect, from where. */
export type GrantRequest = Omit<NewGrant, 'deviceCodeHash' | 'userCodeHash' | 'intervalSeconds'>;

export interface GrantOpener {
  readonly grants: GrantStore;
  readonly pending: PendingGrants;
  readonly userCodeKey: Buffer;
}

/**
 * Opens a grant, in any dialect. The codes leave the server once, in what this returns. Null: its key is in use.
 */
export async function openGrant(
  { grants, pending, userCodeKey }: GrantOpener,
  request: GrantRequest,
  drawDeviceCode: () => Secret = randomSecret,
): Promise<StartedGrant | null> {
  for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
    const deviceCode = drawDeviceCode();
    const userCode = newUserCode();
    const mark = pending.mark();
    const outcome = await grants.insert({
      ...request,
      deviceCodeHash: hashOf(deviceCode),
      userCodeHash: hashUserCode(userCodeKey, userCode),
      intervalSeconds: INTERVAL_SECONDS,
    });
    if (outcome.kind === 'key-in-use') return null;
    if (outcome.kind === 'code-taken') continue;
    const { grant } = outcome;
    pending.remember(mark, grant, grant.createdAt, false);
    return { grant, deviceCode, userCode };
  }
  throw new Error(`No free user code in ${MAX_DRAWS} draws`);
}

/** The same where the dialect knows no keys. */
export async function openKeylessGrant(
  opener: GrantOpener,
  request: Omit<GrantRequest, 'publicKey' | 'keyFingerprint'>,
  drawDeviceCode?: () => Secret,
): Promise<StartedGrant> {
  const started = await openGrant(opener, request, drawDeviceCode);
  if (!started) throw new Error('A grant without a key was refused for its key');
  return started;
}
