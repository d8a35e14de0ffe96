import {
  PROVIDER_CALLBACK_PATH,
  PROVIDER_RETURN_PATH,
  PROVIDER_SIGN_IN_PATH,
  type SignInProblem,
} from '@onbench/protocol/approval-api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { IdentityProvider, SignInFailure } from '../accounts/identity-provider.ts';
import { hashOfSessionId, SESSION_LIFETIME_SECONDS } from '../accounts/session-store.ts';
import { signInThroughProvider } from '../accounts/sign-in-through-provider.ts';
import type { App, ServerContext } from '../context.ts';
import { addressOf } from '../limits/client-address.ts';
import { setAttemptCookie, takeAttemptCookie } from './attempt-cookie.ts';
import { perMinute } from './rate-limits.ts';
import { readSessionCookie, setSessionCookie } from './session-cookie.ts';

const query = z.object({ confirm: z.literal('true').optional() });

/**
 * Signing in with the organisation's account. A browser's window is led to the provider and back, and ends at a page of
 * ours that says to the others what came of it.
 */
export function registerProviderSignIn(app: App, context: ServerContext): void {
  const { provider } = context.signIn;
  if (!provider) return;
  const config = { rateLimit: perMinute(60) };
  app.get(
    PROVIDER_SIGN_IN_PATH,
    { config, schema: { querystring: query } },
    async (request, reply) => {
      await begin(context, provider, request, reply, request.query.confirm === 'true');
    },
  );
  app.get(PROVIDER_CALLBACK_PATH, { config }, async (request, reply) => {
    await finish(context, provider, request, reply);
  });
}

async function begin(
  { publicUrl }: ServerContext,
  provider: IdentityProvider,
  request: FastifyRequest,
  reply: FastifyReply,
  confirms: boolean,
): Promise<void> {
  const redirectUri = publicUrl() + PROVIDER_CALLBACK_PATH;
  const longestAge = confirms ? 0 : SESSION_LIFETIME_SECONDS;
  const begun = await provider.begin(redirectUri, confirms, longestAge);
  if (begun.kind === 'failed') return tellFailure(request, reply, begun);
  // On the way back the browser keeps the session's cookie to itself: it comes from another site then.
  const cookie = readSessionCookie(request, publicUrl());
  const replaces = cookie === null ? null : hashOfSessionId(cookie);
  setAttemptCookie(reply, publicUrl(), { attempt: begun.attempt, replaces });
  await reply.redirect(begun.url.href, 302);
}

async function finish(
  context: ServerContext,
  provider: IdentityProvider,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const publicUrl = context.publicUrl();
  const pending = takeAttemptCookie(request, reply, publicUrl);
  if (!pending) return end(reply, 'provider_refused');
  const answer = await provider.finish(new URL(request.url, publicUrl), pending.attempt);
  if (answer.kind === 'failed') return tellFailure(request, reply, answer);
  const { confirms } = pending.attempt;
  const address = addressOf(request);
  const outcome = await signInThroughProvider(context, answer.identity, confirms, address);
  if (outcome.kind === 'refused') {
    request.log.warn({ problem: outcome.problem }, 'sign-in refused');
    return end(reply, outcome.problem);
  }
  if (pending.replaces !== null) await context.sessions.end(pending.replaces, address);
  setSessionCookie(reply, publicUrl, outcome.sessionId);
  request.log.info({ administrator: outcome.administratorId }, 'signed in');
  return end(reply, null);
}

function tellFailure(
  request: FastifyRequest,
  reply: FastifyReply,
  { problem, cause }: SignInFailure,
): Promise<void> {
  request.log.warn({ err: cause, problem }, 'sign-in through the organisation failed');
  return end(reply, problem);
}

async function end(reply: FastifyReply, problem: SignInProblem | null): Promise<void> {
  const search = problem === null ? '' : `?problem=${problem}`;
  await reply.redirect(PROVIDER_RETURN_PATH + search, 303);
}
