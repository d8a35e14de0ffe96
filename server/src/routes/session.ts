import { SESSION_PATH, session, signInRequest } from '@onbench/protocol/approval-api';
import { Secret } from '@onbench/protocol/secret';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Administrator } from '../accounts/administrators.ts';
import { hashOfSessionId } from '../accounts/session-store.ts';
import { signIn } from '../accounts/sign-in.ts';
import type { App, ServerContext } from '../context.ts';
import { addressOf } from '../limits/client-address.ts';
import { admitSession, forbidForgery, isSameOrigin } from './approver.ts';
import { perMinute } from './rate-limits.ts';
import {
  NOT_SIGNED_IN,
  PASSWORDS_OFF,
  REFUSAL_RESPONSES,
  tooManyAttempts,
  WRONG_CREDENTIALS,
  wrongOrigin,
} from './refusals.ts';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.ts';

/** Signing in, who is signed in, signing out. */
export function registerSession(app: App, context: ServerContext): void {
  registerSignIn(app, context);

  app.get(
    SESSION_PATH,
    { schema: { response: { 200: session, ...REFUSAL_RESPONSES } } },
    async (request, reply) => {
      if (!(await admitSession(context, request)) || !request.session) {
        return reply.code(401).send(NOT_SIGNED_IN);
      }
      return reply.code(200).send(describe(reply, request.session.administrator));
    },
  );

  app.delete(
    SESSION_PATH,
    {
      onRequest: [
        async (request) => void (await admitSession(context, request)),
        forbidForgery(app, context),
      ],
      schema: { response: { 204: z.null(), ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      await endSession(context, request);
      clearSessionCookie(reply, context.publicUrl());
      return reply.code(204).send(null);
    },
  );
}

function registerSignIn(app: App, context: ServerContext): void {
  app.post(
    SESSION_PATH,
    {
      config: { rateLimit: perMinute(60) },
      schema: { body: signInRequest, response: { 200: session, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      // There is no session yet to bind a token to; the Origin alone keeps foreign pages from signing someone in.
      if (!isSameOrigin(context, request)) {
        return reply.code(403).send(wrongOrigin(context.publicUrl()));
      }
      if (!context.signIn.passwords) return reply.code(403).send(PASSWORDS_OFF);
      const { email, password } = request.body;
      const outcome = await signIn(context, email, new Secret(password), addressOf(request));
      if (outcome.kind === 'throttled') {
        reply.header('retry-after', outcome.seconds);
        return reply.code(429).send(tooManyAttempts(outcome.seconds));
      }
      if (outcome.kind === 'refused') {
        request.log.warn('sign-in refused');
        return reply.code(401).send(WRONG_CREDENTIALS);
      }
      await endSession(context, request);
      request.session = await context.sessions.find(outcome.sessionId.reveal());
      if (!request.session) return reply.code(401).send(WRONG_CREDENTIALS);
      setSessionCookie(reply, context.publicUrl(), outcome.sessionId);
      request.log.info({ administrator: request.session.administrator.id }, 'signed in');
      return reply.code(200).send(describe(reply, request.session.administrator));
    },
  );
}

async function endSession(context: ServerContext, request: FastifyRequest): Promise<void> {
  const cookie = readSessionCookie(request, context.publicUrl());
  if (cookie !== null) await context.sessions.end(hashOfSessionId(cookie), addressOf(request));
}

function describe(reply: FastifyReply, administrator: Administrator): z.infer<typeof session> {
  return {
    administrator: { email: administrator.email },
    labs: [...administrator.labs],
    may_grant: [...administrator.mayGrant],
    server_administrator: administrator.serverAdministrator,
    csrf_token: reply.generateCsrf(),
  };
}
