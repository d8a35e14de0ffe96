import type { Secret } from '@onbench/protocol/secret';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_LIFETIME_SECONDS } from '../accounts/session-store.ts';
import { hostCookieAttributes, hostCookieName } from './host-cookie.ts';

const NAME = 'onbench-session';

export function readSessionCookie(request: FastifyRequest, publicUrl: string): string | null {
  return request.cookies[hostCookieName(NAME, publicUrl)] ?? null;
}

export function setSessionCookie(reply: FastifyReply, publicUrl: string, id: Secret): void {
  const attributes = {
    ...hostCookieAttributes(publicUrl, 'strict'),
    maxAge: SESSION_LIFETIME_SECONDS,
  };
  reply.setCookie(hostCookieName(NAME, publicUrl), id.reveal(), attributes);
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: string): void {
  reply.clearCookie(hostCookieName(NAME, publicUrl), hostCookieAttributes(publicUrl, 'strict'));
}
