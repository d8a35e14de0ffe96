import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SignInAttempt } from '../accounts/identity-provider.ts';
import { hostCookieAttributes, hostCookieName } from './host-cookie.ts';

const NAME = 'onbench-sign-in';

/** Time for a person to sign in at the provider, with whatever it asks. */
const LIFETIME_SECONDS = 10 * 60;

const stored = z.object({
  attempt: z.object({
    state: z.string(),
    nonce: z.string(),
    verifier: z.string(),
    confirms: z.boolean(),
  }),
  replaces: z.string().nullable(),
});

/** A sign-in that is under way in a browser, and the hash of the session that it takes the place of. */
export interface PendingSignIn {
  readonly attempt: SignInAttempt;
  readonly replaces: string | null;
}

/**
 * It stays with the browser that began, and with no server: any of them finishes. `Lax`, since the browser comes back
 * from another site. Whoever changes their own fools nobody but themselves: the provider says who they are, and when
 * they showed it.
 */
export function setAttemptCookie(reply: FastifyReply, publicUrl: string, begun: PendingSignIn) {
  const text = Buffer.from(JSON.stringify(begun)).toString('base64url');
  const attributes = { ...hostCookieAttributes(publicUrl, 'lax'), maxAge: LIFETIME_SECONDS };
  reply.setCookie(hostCookieName(NAME, publicUrl), text, attributes);
}

/** Gives it once. Null: there is none, or no longer. */
export function takeAttemptCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string,
): PendingSignIn | null {
  const name = hostCookieName(NAME, publicUrl);
  const text = request.cookies[name];
  if (text === undefined) return null;
  reply.clearCookie(name, hostCookieAttributes(publicUrl, 'lax'));
  const parsed = stored.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8')));
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
