import {
  INTROSPECTION_PATH,
  type Introspection,
  introspectionRequest,
  introspectionResponse,
} from '@onbench/protocol/oauth';
import type { Scope } from '@onbench/protocol/scopes';
import { Secret } from '@onbench/protocol/secret';
import type { App, ServerContext } from '../../context.ts';
import { findCredential, findLabCredential } from '../../credentials/find-credential.ts';
import { findIssuedTo } from '../../credentials/find-issued-to.ts';
import type { LabCredential } from '../../db/schema.ts';
import { perMinute } from '../rate-limits.ts';
import { OAUTH_REFUSALS, type OAuthRefusal, refuse, sendRefusal } from './refusal.ts';

const APPROVE_SCOPE: Scope = 'device-codes:approve';

/**
 * Says what a token stands for (RFC 7662). Its section 2.1 asks for authorization, so that nobody finds tokens by
 * trying: here a bearer token. It may ask about itself; one with the scope `device-codes:approve` may ask about every
 * token of its lab. About others, and about what is no token, both are told the same (section 2.2).
 */
export function registerIntrospect(app: App, context: ServerContext): void {
  app.post(
    INTROSPECTION_PATH,
    {
      config: { rateLimit: perMinute(600) },
      schema: {
        body: introspectionRequest,
        response: { 200: introspectionResponse, ...OAUTH_REFUSALS },
      },
    },
    async (request, reply) => {
      const { authorization } = request.headers;
      const caller = await findCredential(context, authorization);
      if (!caller) return sendRefusal(reply, unauthorized(authorization));
      const credential = await findLabCredential(context, new Secret(request.body.token));
      return reply
        .code(200)
        .send(
          credential && mayAskAbout(caller, credential)
            ? await describe(context, credential)
            : { active: false },
        );
    },
  );
}

function mayAskAbout(caller: LabCredential, credential: LabCredential): boolean {
  if (caller.id === credential.id) return true;
  return caller.lab === credential.lab && caller.scopes.includes(APPROVE_SCOPE);
}

async function describe(
  { db, publicUrl }: ServerContext,
  credential: LabCredential,
): Promise<Introspection> {
  const clientId = await findIssuedTo(db, credential);
  const { expiresAt } = credential;
  return {
    active: true,
    scope: credential.scopes.join(' '),
    ...(clientId === null ? {} : { client_id: clientId }),
    token_type: 'Bearer',
    iat: epochSeconds(credential.createdAt),
    ...(expiresAt === null ? {} : { exp: epochSeconds(expiresAt) }),
    sub: credential.deviceId,
    iss: publicUrl(),
    lab: credential.lab,
  };
}

function epochSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1_000);
}

/** RFC 6750 section 3: the header has an error code only where something was presented. */
function unauthorized(authorization: string | undefined): OAuthRefusal {
  const challenge =
    authorization === undefined
      ? 'Bearer realm="onbench"'
      : 'Bearer realm="onbench", error="invalid_token"';
  return refuse('invalid_token', 'Send a bearer token that is valid.', {
    status: 401,
    headers: { 'www-authenticate': challenge },
  });
}
