import type { FastifyReply } from 'fastify';
import type { ServerContext } from '../../context.ts';
import type { Grant } from '../../db/schema.ts';
import type { GrantReading } from '../../grants/grant-store.ts';
import { type CodeScope, lookUpCode, readCode } from '../../grants/look-up-code.ts';
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

/** Whoever is signed in may have any of them: they belong to no lab. */
const SCOPE: CodeScope = { dialects: ['romm'], labs: [] };

/** The grant that a typed code stands for while it can be decided, or why it cannot. */
export async function findWaiting(
  context: ServerContext,
  caller: Caller,
  typed: string,
): Promise<Found | Refused> {
  const looked = await lookUpCode(context, caller, typed, SCOPE);
  if (looked.kind === 'looked') return judge(looked.found);
  const { seconds } = looked;
  return { ...refuse(429, tooManyWrongCodes(seconds)), retryAfterSeconds: seconds };
}

/** Another decision or the expiry was first (security.md T11): a second look says which. */
export async function whatCameFirst(context: ServerContext, typed: string): Promise<Refused> {
  const found = judge(await readCode(context, typed, SCOPE));
  if (found.kind === 'found') throw new Error('A waiting grant refused a decision');
  return found;
}

function judge(reading: GrantReading | null): Found | Refused {
  if (!reading || reading.grant.expiresAt <= reading.now) return refuse(404, UNKNOWN_CODE);
  const { status } = reading.grant;
  return status === 'pending'
    ? { kind: 'found', grant: reading.grant }
    : refuse(410, alreadyDecided(status));
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
