import type { ApiError } from '@onbench/protocol/approval-api';
import { isWellFormedUserCode, normalizeUserCode } from '@onbench/protocol/user-code';
import type { ServerContext } from '../context.ts';
import type { GrantReading } from '../grants/grant-store.ts';
import { hashUserCode } from '../grants/user-code.ts';
import { alreadyDecided, EXPIRED_CODE, UNKNOWN_CODE } from './refusals.ts';

export type Refused = {
  readonly kind: 'refused';
  readonly status: 404 | 410;
  readonly body: ApiError;
};

/** The grant that a typed code stands for while it can be decided, or why it cannot. */
export async function findUndecided(
  context: ServerContext,
  typed: string,
  labs: readonly string[],
): Promise<{ readonly kind: 'found'; readonly reading: GrantReading } | Refused> {
  const code = normalizeUserCode(typed);
  if (!isWellFormedUserCode(code)) return refuse(404, UNKNOWN_CODE);
  const hash = hashUserCode(context.userCodeKey, code);
  const reading = await context.grants.findByUserCode(hash, labs);
  if (!reading) return refuse(404, UNKNOWN_CODE);
  const { status, expiresAt } = reading.grant;
  if (status !== 'pending') return refuse(410, alreadyDecided(status));
  if (expiresAt <= reading.now) return refuse(404, EXPIRED_CODE);
  return { kind: 'found', reading };
}

function refuse(status: Refused['status'], body: ApiError): Refused {
  return { kind: 'refused', status, body };
}
