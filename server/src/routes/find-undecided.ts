import type { ApiError } from '@onbench/protocol/approval-api';
import type { FastifyReply } from 'fastify';
import type { ServerContext } from '../context.ts';
import { type GrantReading, LAB_DIALECTS } from '../grants/grant-store.ts';
import { type CodeScope, lookUpCode, readCode } from '../grants/look-up-code.ts';
import type { Approver } from './approver.ts';
import { alreadyDecided, EXPIRED_CODE, tooManyWrongCodes, UNKNOWN_CODE } from './refusals.ts';

export type Refused = {
  readonly kind: 'refused';
  readonly status: 403 | 404 | 410 | 422 | 429;
  readonly body: ApiError;
  readonly retryAfterSeconds?: number;
};

type Found = { readonly kind: 'found'; readonly reading: GrantReading };

/** The grant that a typed code stands for while it can be decided, or why it cannot. */
export async function findUndecided(
  context: ServerContext,
  approver: Approver,
  typed: string,
): Promise<Found | Refused> {
  const looked = await lookUpCode(context, approver, typed, scopeOf(approver));
  if (looked.kind === 'looked') return judge(looked.found);
  const { seconds } = looked;
  return { ...refuse(429, tooManyWrongCodes(seconds)), retryAfterSeconds: seconds };
}

/** Another decision or the expiry was first (security.md T11): a second look says which. */
export async function whatCameFirst(
  context: ServerContext,
  approver: Approver,
  typed: string,
): Promise<Refused> {
  const found = judge(await readCode(context, typed, scopeOf(approver)));
  if (found.kind === 'found') throw new Error('An undecided grant refused a decision');
  return found;
}

const scopeOf = ({ labs }: Approver): CodeScope => ({ dialects: LAB_DIALECTS, labs });

function judge(reading: GrantReading | null): Found | Refused {
  if (!reading) return refuse(404, UNKNOWN_CODE);
  const { status, expiresAt } = reading.grant;
  if (status !== 'pending') return refuse(410, alreadyDecided(status));
  if (expiresAt <= reading.now) return refuse(404, EXPIRED_CODE);
  return { kind: 'found', reading };
}

export function refuse(status: Refused['status'], body: ApiError): Refused {
  return { kind: 'refused', status, body };
}

export function sendRefused(reply: FastifyReply, { status, body, retryAfterSeconds }: Refused) {
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  return reply.code(status).send(body);
}
