import type { Scope } from '@onbench/protocol/scopes';
import type {
  FastifyReply,
  FastifyRequest,
  onRequestAsyncHookHandler,
  onRequestHookHandler,
} from 'fastify';
import type { SignedIn } from '../accounts/session-store.ts';
import { administratorAgent, type Decider, tokenAgent } from '../audit/agent.ts';
import type { App, ServerContext } from '../context.ts';
import { findCredential } from '../credentials/find-credential.ts';
import { recordUse } from '../credentials/record-use.ts';
import { addressOf, networkOfRequest } from '../limits/client-address.ts';
import type { Guesser } from '../limits/guess-limits.ts';
import { limitAccount } from './rate-limits.ts';
import { INVALID_TOKEN, NOT_SIGNED_IN, scopeMissing, wrongOrigin } from './refusals.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Who decides about grants: an administrator in a browser, or a program with a token. */
export interface Approver {
  /** What is written into the grant and the audit log. */
  readonly agent: Decider;
  readonly labs: readonly string[];
  /** By whom and from where user codes are tried. */
  readonly guesser: Guesser;
  /** What it may grant at most. */
  readonly grantableScopes: readonly string[];
}

declare module 'fastify' {
  interface FastifyRequest {
    approver: Approver | null;
    /** The CSRF plugin takes the secret from here. */
    session: SignedIn | null;
  }
}

const APPROVE_SCOPE: Scope = 'device-codes:approve';

/** Lets administrators and approving tokens through; cookies only with Origin and CSRF token where something changes. */
export function requireApprover(app: App, context: ServerContext) {
  const requireApproverHook: onRequestAsyncHookHandler = async (request, reply) => {
    if (request.headers.authorization !== undefined) {
      return await admitToken(context, request, reply);
    }
    if (!(await admitSession(context, request))) return reply.code(401).send(NOT_SIGNED_IN);
    limitAccount(context.limits, reply, approverOf(request).guesser.account);
  };
  return [requireApproverHook, forbidForgery(app, context)];
}

async function admitToken(context: ServerContext, request: FastifyRequest, reply: FastifyReply) {
  const credential = await findCredential(context, request.headers.authorization);
  if (!credential) return reply.code(401).send(INVALID_TOKEN);
  if (!credential.scopes.includes(APPROVE_SCOPE)) {
    return reply.code(403).send(scopeMissing(APPROVE_SCOPE));
  }
  await recordUse(context, credential);
  request.approver = {
    agent: tokenAgent(credential.id, addressOf(request)),
    guesser: guesserOf(request, `token ${credential.id}`),
    labs: [credential.lab],
    grantableScopes: credential.scopes,
  };
  limitAccount(context.limits, reply, request.approver.guesser.account);
}

/** Fills in who is signed in; false when nobody is. */
export async function admitSession(
  context: ServerContext,
  request: FastifyRequest,
): Promise<boolean> {
  const cookie = readSessionCookie(request, context.publicUrl());
  request.session = cookie === null ? null : await context.sessions.find(cookie);
  if (!request.session) return false;
  const { administrator } = request.session;
  request.approver = {
    agent: administratorAgent(administrator, addressOf(request)),
    guesser: guesserOf(request, `administrator ${administrator.id}`),
    labs: administrator.labs,
    grantableScopes: administrator.mayGrant,
  };
  return true;
}

export function guesserOf(request: FastifyRequest, account: string): Guesser {
  return { account, network: networkOfRequest(request) };
}

/**
 * Where a session changes something: a foreign page can make the browser send the cookie, but neither our Origin nor the
 * token that is bound to the session (security.md T19).
 */
export function forbidForgery(
  app: App,
  context: ServerContext,
  refusal: (publicUrl: string) => unknown = wrongOrigin,
): onRequestHookHandler {
  return function forbidForgeryHook(request, reply, done) {
    if (!request.session || request.method === 'GET') return done();
    if (!isSameOrigin(context, request)) {
      return reply.code(403).send(refusal(context.publicUrl()));
    }
    app.csrfProtection(request, reply, done);
  };
}

export function isSameOrigin(context: ServerContext, request: FastifyRequest): boolean {
  return request.headers.origin === new URL(context.publicUrl()).origin;
}

/** The approver that the hook has let through. */
export function approverOf(request: FastifyRequest): Approver {
  if (!request.approver) throw new Error('requireApprover is missing on this route');
  return request.approver;
}
