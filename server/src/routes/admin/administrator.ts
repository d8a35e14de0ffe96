import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Administrator } from '../../accounts/administrators.ts';
import type { App, ServerContext } from '../../context.ts';
import { admitSession, forbidForgery } from '../approver.ts';
import { requireFreshSignIn } from '../fresh-sign-in.ts';
import { NOT_SIGNED_IN } from '../refusals.ts';
import { SERVER_ADMINISTRATORS_ONLY } from './admin-refusals.ts';

/** Lets administrators in a browser through, no token; with Origin and CSRF token where something changes. */
export function requireAdministrator(app: App, context: ServerContext) {
  const requireAdministratorHook: onRequestAsyncHookHandler = async (request, reply) => {
    if (!(await admitSession(context, request))) return reply.code(401).send(NOT_SIGNED_IN);
  };
  return [requireAdministratorHook, forbidForgery(app, context)];
}

/** Of these, those who look after the server itself. */
export function requireServerAdministrator(app: App, context: ServerContext) {
  const requireRoleHook: onRequestAsyncHookHandler = async (request, reply) => {
    if (administratorOf(request).serverAdministrator) return;
    return reply.code(403).send(SERVER_ADMINISTRATORS_ONLY);
  };
  return [...requireAdministrator(app, context), requireRoleHook];
}

/** Where they make an approval ask for less: what an old sign-in must not approve, it must not ease (security.md T01). */
export function requireFreshAdministrator(app: App, context: ServerContext) {
  return [...requireAdministrator(app, context), requireFreshSignIn()];
}

/**
 * Where they change who may approve: an old sign-in, which approves nothing itself, must not make an administrator who
 * does (security.md T01).
 */
export function requireFreshServerAdministrator(app: App, context: ServerContext) {
  return [...requireServerAdministrator(app, context), requireFreshSignIn()];
}

/** Who the hook has let through. */
export function administratorOf(request: FastifyRequest): Administrator {
  if (!request.session) throw new Error('requireAdministrator is missing on this route');
  return request.session.administrator;
}
