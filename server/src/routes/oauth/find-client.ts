import { clientId } from '@onbench/protocol/oauth';
import type { FastifyRequest } from 'fastify';
import { findOAuthClient, type OAuthClient } from '../../accounts/oauth-clients.ts';
import type { ServerContext } from '../../context.ts';
import { isMissing, type OAuthRefusal, refuse } from './refusal.ts';

/** How the form of a request says whose it is. */
interface ClientForm {
  readonly client_id?: string | undefined;
  readonly client_secret?: string | undefined;
  readonly client_assertion?: string | undefined;
}

/**
 * All clients are public: they name themselves and prove nothing, so whoever tries to prove something is told that it
 * does not work here: by 401 where that was a header, by 400 otherwise (RFC 6749 section 5.2). Null: it did not try.
 */
export function refuseProof(
  { headers }: Pick<FastifyRequest, 'headers'>,
  form: ClientForm,
): OAuthRefusal | null {
  if (headers.authorization !== undefined) {
    const [scheme = ''] = headers.authorization.split(' ', 1);
    const challenge = /^[A-Za-z]{1,20}$/.test(scheme) ? scheme : 'Basic';
    return refuse('invalid_client', PUBLIC_ONLY, {
      status: 401,
      headers: { 'www-authenticate': `${challenge} realm="onbench"` },
    });
  }
  if (form.client_secret !== undefined || form.client_assertion !== undefined) {
    return refuse('invalid_client', PUBLIC_ONLY);
  }
  return null;
}

/** The registered client that a request comes from. */
export async function findClient(
  { db }: Pick<ServerContext, 'db'>,
  request: Pick<FastifyRequest, 'headers'>,
  form: ClientForm,
): Promise<{ readonly kind: 'found'; readonly client: OAuthClient } | OAuthRefusal> {
  const unproven = refuseProof(request, form);
  if (unproven) return unproven;
  if (form.client_id === undefined) return isMissing('client_id');
  const id = clientId.safeParse(form.client_id);
  const client = id.success ? await findOAuthClient(db, id.data) : null;
  return client
    ? { kind: 'found', client }
    : refuse('invalid_client', 'No client is registered under this client_id.');
}

const PUBLIC_ONLY = 'Clients are public here: send client_id in the form, and no credentials.';
