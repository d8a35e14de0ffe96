import { isWellFormedUserCode, normalizeUserCode } from '@onbench/protocol/user-code';
import type { FastifyReply } from 'fastify';
import { recordLookup } from '../../audit/record-lookup.ts';
import type { ServerContext } from '../../context.ts';
import type { Database } from '../../db/database.ts';
import type { Grant } from '../../db/schema.ts';
import { createGrantStore, type GrantReading } from '../../grants/grant-store.ts';
import { hashUserCode } from '../../grants/user-code.ts';
import type { Caller } from './caller.ts';
import {
  alreadyDecided,
  type RommRefusal,
  tooManyWrongCodes,
  UNKNOWN_CODE,
} from './romm-refusals.ts';

export interface Refused {
  readonly kind: 'refused';
  readonly status: 403 | 404 | 410 | 429;
  readonly body: RommRefusal;
  readonly retryAfterSeconds?: number;
}

type Found = { readonly kind: 'found'; readonly grant: Grant };

/**
 * The grant that a typed code stands for while it can be decided, or why it cannot. Wrong codes use up a budget, and are
 * told in the audit log.
 */
export async function findWaiting(
  context: ServerContext,
  { guesser, agent }: Caller,
  typed: string,
): Promise<Found | Refused> {
  const looked = await context.guesses.look(guesser, (tx) => read(context, tx, typed));
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
export async function whatCameFirst(context: ServerContext, typed: string): Promise<Refused> {
  const found = judge(await read(context, context.db, typed));
  if (found.kind === 'found') throw new Error('A waiting grant refused a decision');
  return found;
}

async function read(
  { clock, userCodeKey }: ServerContext,
  db: Database,
  typed: string,
): Promise<GrantReading | null> {
  const code = normalizeUserCode(typed);
  if (!isWellFormedUserCode(code)) return null;
  return await createGrantStore(db, clock, ['romm']).findByUserCode(
    hashUserCode(userCodeKey, code),
    [],
  );
}

function judge(reading: GrantReading | null): Found | Refused {
  if (!reading || reading.grant.expiresAt <= reading.now) return refuse(404, UNKNOWN_CODE);
  const { status } = reading.grant;
  return status === 'pending'
    ? { kind: 'found', grant: reading.grant }
    : refuse(410, alreadyDecided(status));
}

/** Why a code led to nothing, as the audit log has it. */
function missOf(reading: GrantReading | null): 'unknown' | 'decided-before' | 'expired' {
  if (!reading) return 'unknown';
  return reading.grant.expiresAt <= reading.now ? 'expired' : 'decided-before';
}

export function refuse(status: Refused['status'], body: RommRefusal): Refused {
  return { kind: 'refused', status, body };
}

export function sendRefused(reply: FastifyReply, { status, body, retryAfterSeconds }: Refused) {
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  return reply.code(status).send(body);
}

/** What was asked for and this caller may grant. */
export function allowedScopes(grant: Grant, caller: Caller): string[] {
  return requestedScopes(grant).filter((scope) => caller.grantableScopes.includes(scope));
}

export function requestedScopes(grant: Grant): string[] {
  return grant.requestedScopes ?? [];
}
