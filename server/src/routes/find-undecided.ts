import type { ApiError } from '@onbench/protocol/approval-api';
import { isWellFormedUserCode, normalizeUserCode } from '@onbench/protocol/user-code';
import { recordLookup } from '../audit/record-lookup.ts';
import type { ServerContext } from '../context.ts';
import type { GrantReading } from '../grants/grant-store.ts';
import { hashUserCode } from '../grants/user-code.ts';
import type { Approver } from './approver.ts';
import { alreadyDecided, EXPIRED_CODE, UNKNOWN_CODE } from './refusals.ts';

export type Refused = {
  readonly kind: 'refused';
  readonly status: 404 | 410;
  readonly body: ApiError;
};

/**
 * The grant that a typed code stands for while it can be decided, or why it cannot. What finds nothing is a guess,
 * whatever it was typed for, and is told in the audit log.
 */
export async function findUndecided(
  context: ServerContext,
  typed: string,
  { labs, agent }: Pick<Approver, 'labs' | 'agent'>,
): Promise<{ readonly kind: 'found'; readonly reading: GrantReading } | Refused> {
  const code = normalizeUserCode(typed);
  const hash = hashUserCode(context.userCodeKey, code);
  const reading = isWellFormedUserCode(code)
    ? await context.grants.findByUserCode(hash, labs)
    : null;
  if (!reading) {
    await recordLookup(context.db, agent, 'unknown');
    return refuse(404, UNKNOWN_CODE);
  }
  const { id, status, expiresAt } = reading.grant;
  if (status !== 'pending') {
    await recordLookup(context.db, agent, 'decided-before', id);
    return refuse(410, alreadyDecided(status));
  }
  if (expiresAt <= reading.now) {
    await recordLookup(context.db, agent, 'expired', id);
    return refuse(404, EXPIRED_CODE);
  }
  return { kind: 'found', reading };
}

function refuse(status: Refused['status'], body: ApiError): Refused {
  return { kind: 'refused', status, body };
}
