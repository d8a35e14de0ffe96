import { ROMM_SCOPES, type RommScope } from '@onbench/protocol/romm-scopes';
import { Secret } from '@onbench/protocol/secret';
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { findPerson, type Person } from '../../accounts/person.ts';
import { administratorAgent, type Decider, tokenAgent } from '../../audit/agent.ts';
import type { App, ServerContext } from '../../context.ts';
import { findValidCredential } from '../../credentials/find-credential.ts';
import { recordUse } from '../../credentials/record-use.ts';
import type { Credential } from '../../db/schema.ts';
import { addressOf } from '../../limits/client-address.ts';
import type { Guesser } from '../../limits/guess-limits.ts';
import { admitSession, forbidForgery, guesserOf } from '../approver.ts';
import { limitAccount } from '../rate-limits.ts';
import { FORGED, NOT_SIGNED_IN, scopeMissing } from './romm-refusals.ts';

/** Who calls: a person in a browser, or a client with a token of theirs. */
export interface Caller {
  readonly person: Person;
  /** What it may do: an administrator anything, a token what it holds itself. */
  readonly scopes: readonly string[];
  /** What it may pass on at most. */
  readonly grantableScopes: readonly string[];
  /** By whom and from where user codes are tried: a token's guesses are its owner's. */
  readonly guesser: Guesser;
  /** Null in a browser. */
  readonly credential: Credential | null;
  /** What is written into a grant that it decides, and into the audit log. */
  readonly agent: Decider;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/** The scheme's name is compared without regard to case (RFC 9110 section 11.1). */
const BEARER = /^bearer +(rmm_[0-9a-f]{64})$/i;

/** Lets callers with the scope through; cookies only with Origin and CSRF token where something changes. */
export function requireCaller(app: App, context: ServerContext, scope: RommScope) {
  const requireCallerHook: onRequestAsyncHookHandler = async (request, reply) => {
    request.caller =
      request.headers.authorization === undefined
        ? await callerOfSession(context, request)
        : await callerOfToken(context, request, request.headers.authorization);
    if (!request.caller) {
      return reply.code(401).header('www-authenticate', 'Bearer').send(NOT_SIGNED_IN);
    }
    limitAccount(context.limits, reply, request.caller.guesser.account);
    if (!request.caller.scopes.includes(scope)) return reply.code(403).send(scopeMissing(scope));
  };
  return [requireCallerHook, forbidForgery(app, context, () => FORGED)];
}

async function callerOfToken(
  context: ServerContext,
  request: FastifyRequest,
  authorization: string,
): Promise<Caller | null> {
  const token = BEARER.exec(authorization)?.[1];
  const credential = token && (await findValidCredential(context, new Secret(token)));
  if (!credential || credential.administratorId === null) return null;
  const person = await findPerson(context.db, credential.administratorId);
  if (!person) return null;
  await recordUse(context, credential);
  return {
    person,
    scopes: credential.scopes,
    grantableScopes: credential.scopes,
    guesser: guesserOf(request, `administrator ${person.id}`),
    credential,
    agent: tokenAgent(credential.id, addressOf(request)),
  };
}

async function callerOfSession(
  context: ServerContext,
  request: FastifyRequest,
): Promise<Caller | null> {
  if (!(await admitSession(context, request)) || !request.session) return null;
  const { id, mayGrant } = request.session.administrator;
  const person = await findPerson(context.db, id);
  return (
    person && {
      person,
      scopes: ROMM_SCOPES,
      grantableScopes: mayGrant,
      guesser: guesserOf(request, `administrator ${id}`),
      credential: null,
      agent: administratorAgent(person, addressOf(request)),
    }
  );
}

/** The caller that the hook has let through. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error('requireCaller is missing on this route');
  return request.caller;
}
