import type { Secret } from '@onbench/protocol/secret';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_LIFETIME_SECONDS } from '../accounts/session-store.ts';

const NAME = 'onbench-session';

/** Over https the browser itself holds a `__Host-` cookie to this host, `Secure` and the whole path (security.md T19). */
function nameFor(publicUrl: string): string {
  return isHttps(publicUrl) ? `__Host-${NAME}` : NAME;
}

function isHttps(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}

/**
 * By the public URL and not by the connection: behind a proxy that ends TLS, the connection here is plain http.
 */
function attributesFor(publicUrl: string) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: isHttps(publicUrl) } as const;
}

export function readSessionCookie(request: FastifyRequest, publicUrl: string): string | null {
  return request.cookies[nameFor(publicUrl)] ?? null;
}

export function setSessionCookie(reply: FastifyReply, publicUrl: string, id: Secret): void {
  const attributes = { ...attributesFor(publicUrl), maxAge: SESSION_LIFETIME_SECONDS };
  reply.setCookie(nameFor(publicUrl), id.reveal(), attributes);
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: string): void {
  reply.clearCookie(nameFor(publicUrl), attributesFor(publicUrl));
}
