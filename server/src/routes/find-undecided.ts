import type { ApiError } from '@onbench/protocol/approval-api';
import { isWellFormedUserCode, normalizeUserCode } from '@onbench/protocol/user-code';
import type { FastifyReply } from 'fastify';
import { recordLookup } from '../audit/record-lookup.ts';
import type { ServerContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import { createGrantStore, type GrantReading, LAB_DIALECTS } from '../grants/grant-store.ts';
import { hashUserCode } from '../grants/user-code.ts';
import type { Approver } from './approver.ts';
import { alreadyDecided, EXPIRED_CODE, tooManyWrongCodes, UNKNOWN_CODE } from './refusals.ts';

export type Refused = {
  readonly kind: 'refused';
  readonly status: 403 | 404 | 410 | 422 | 429;
  readonly body: ApiError;
  readonly retryAfterSeconds?: number;
};

type Found = { readonly kind: 'found'; readonly reading: GrantReading };

/**
 * The grant that a typed code stands for while it can be decided, or why it cannot. Wrong codes use up a budget, and what
 * finds nothing is told in the audit log, whatever it was typed for.
 */
export async function findUndecided(
  context: ServerContext,
  { guesser, labs, agent }: Approver,
  typed: string,
): Promise<Found | Refused> {
  const looked = await context.guesses.look(guesser, (tx) => read(context, tx, typed, labs));
  if (looked.kind === 'looked') {
    const reading = looked.found;
    const judged = judge(reading);
    if (judged.kind === 'refused') {
      await recordLookup(context.db, agent, missOf(reading), reading?.grant.id);
    }
    return judged;
  }
  const { seconds } = looked;
  return { ...refuse(429, tooManyWrongCodes(seconds)), retryAfterSeconds: seconds };
}

/** Another decision or the expiry was first (security.md T11): a second look, which is no guess, says which. */
export async function whatCameFirst(
  context: ServerContext,
  { labs }: Approver,
  typed: string,
): Promise<Refused> {
  const found = judge(await read(context, context.db, typed, labs));
  if (found.kind === 'found') throw new Error('An undecided grant refused a decision');
  return found;
}

async function read(
  { clock, userCodeKey }: ServerContext,
  db: Database,
  typed: string,
  labs: readonly string[],
): Promise<GrantReading | null> {
  const code = normalizeUserCode(typed);
  if (!isWellFormedUserCode(code)) return null;
  const store = createGrantStore(db, clock, LAB_DIALECTS);
  return await store.findByUserCode(hashUserCode(userCodeKey, code), labs);
}

function judge(reading: GrantReading | null): Found | Refused {
  if (!reading) return refuse(404, UNKNOWN_CODE);
  const { status, expiresAt } = reading.grant;
  if (status !== 'pending') return refuse(410, alreadyDecided(status));
  if (expiresAt <= reading.now) return refuse(404, EXPIRED_CODE);
  return { kind: 'found', reading };
}

/** Why a code led to nothing, as the audit log has it. */
function missOf(reading: GrantReading | null): 'unknown' | 'decided-before' | 'expired' {
  if (!reading) return 'unknown';
  return reading.grant.status === 'pending' ? 'expired' : 'decided-before';
}

export function refuse(status: Refused['status'], body: ApiError): Refused {
  return { kind: 'refused', status, body };
}

export function sendRefused(reply: FastifyReply, { status, body, retryAfterSeconds }: Refused) {
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  return reply.code(status).send(body);
}
