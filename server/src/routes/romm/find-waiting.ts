import { isWellFormedUserCode, normalizeUserCode } from '@onbench/protocol/user-code';
import { recordLookup } from '../../audit/record-lookup.ts';
import type { ServerContext } from '../../context.ts';
import type { Grant } from '../../db/schema.ts';
import { hashUserCode } from '../../grants/user-code.ts';
import type { Caller } from './caller.ts';
import { alreadyDecided, type RommRefusal, UNKNOWN_CODE } from './romm-refusals.ts';

export interface Refused {
  readonly kind: 'refused';
  readonly status: 403 | 404 | 410;
  readonly body: RommRefusal;
}

/** The grant that a typed code stands for while it can be decided, or why it cannot, which is told in the audit log. */
export async function findWaiting(
  context: ServerContext,
  typed: string,
  { agent }: Pick<Caller, 'agent'>,
): Promise<{ readonly kind: 'found'; readonly grant: Grant } | Refused> {
  const code = normalizeUserCode(typed);
  const hash = hashUserCode(context.userCodeKey, code);
  const reading = isWellFormedUserCode(code) ? await context.grants.findByUserCode(hash, []) : null;
  if (!reading || reading.grant.expiresAt <= reading.now) {
    await recordLookup(context.db, agent, reading ? 'expired' : 'unknown', reading?.grant.id);
    return refuse(404, UNKNOWN_CODE);
  }
  const { id, status } = reading.grant;
  if (status === 'pending') return { kind: 'found', grant: reading.grant };
  await recordLookup(context.db, agent, 'decided-before', id);
  return refuse(410, alreadyDecided(status));
}

/** Another decision or the expiry was first (security.md T11): the second look says which. */
export async function whatCameFirst(
  context: ServerContext,
  typed: string,
  caller: Caller,
): Promise<Refused> {
  const found = await findWaiting(context, typed, caller);
  if (found.kind === 'found') throw new Error('A waiting grant refused a decision');
  return found;
}

export function refuse(status: Refused['status'], body: RommRefusal): Refused {
  return { kind: 'refused', status, body };
}

/** What was asked for and this caller may grant. */
export function allowedScopes(grant: Grant, caller: Caller): string[] {
  return requestedScopes(grant).filter((scope) => caller.scopes.includes(scope));
}

export function requestedScopes(grant: Grant): string[] {
  return grant.requestedScopes ?? [];
}
