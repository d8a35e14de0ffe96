import { type OAuthError, type OAuthErrorCode, oauthError } from '@onbench/protocol/oauth';
import type { FastifyReply } from 'fastify';

export const OAUTH_REFUSALS = { '4xx': oauthError, '5xx': oauthError } as const;

/** RFC 6749 section 5.1 asks for both. */
export const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** A refusal as RFC 6749 section 5.2 words it. The description is for developers. */
export interface OAuthRefusal {
  readonly kind: 'refused';
  readonly status: 400 | 401 | 503;
  readonly body: OAuthError;
  readonly headers: Readonly<Record<string, string | number>>;
}

export function refuse(
  error: OAuthErrorCode,
  description: string,
  { status = 400, headers = {} }: Partial<Pick<OAuthRefusal, 'status' | 'headers'>> = {},
): OAuthRefusal {
  return { kind: 'refused', status, body: { error, error_description: description }, headers };
}

export function sendRefusal(reply: FastifyReply, { status, body, headers }: OAuthRefusal) {
  return reply.code(status).headers(headers).send(body);
}

export function isMissing(parameter: string): OAuthRefusal {
  return refuse('invalid_request', `The parameter ${parameter} is missing.`);
}

const RETRY_AFTER_SECONDS = 5;

/** Client libraries that poll wait and ask again after this one; after any other 5xx they give up. */
export const TEMPORARILY_UNAVAILABLE = refuse(
  'temporarily_unavailable',
  'The server cannot answer right now. Try again later.',
  { status: 503, headers: { 'retry-after': RETRY_AFTER_SECONDS } },
);
