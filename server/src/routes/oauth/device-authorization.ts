import {
  DEVICE_AUTHORIZATION_PATH,
  deviceAuthorizationRequest,
  deviceAuthorizationResponse,
} from '@onbench/protocol/oauth';
import { DEFAULT_SCOPES, SCOPES, type Scope } from '@onbench/protocol/scopes';
import { formatUserCode } from '@onbench/protocol/user-code';
import type { OAuthClient } from '../../accounts/oauth-clients.ts';
import type { App, ServerContext } from '../../context.ts';
import { GRANT_LIFETIME_SECONDS } from '../../grants/insert-grants.ts';
import { type GrantRequest, openKeylessGrant } from '../../grants/open-grant.ts';
import { addressOf } from '../../limits/client-address.ts';
import { openWithinCap, perMinute } from '../rate-limits.ts';
import { findClient } from './find-client.ts';
import { OAUTH_REFUSALS, refuse, sendRefusal } from './refusal.ts';

/** A client asks for a code (RFC 8628 sections 3.1 and 3.2). */
export function registerDeviceAuthorization(app: App, context: ServerContext): void {
  app.post(
    DEVICE_AUTHORIZATION_PATH,
    {
      config: { rateLimit: perMinute(context.limitsConfig.startsPerMinute) },
      schema: {
        body: deviceAuthorizationRequest,
        response: { 200: deviceAuthorizationResponse, ...OAUTH_REFUSALS },
      },
    },
    async (request, reply) => {
      const found = await findClient(context, request, request.body);
      if (found.kind === 'refused') return sendRefusal(reply, found);
      const scopes = parseScope(request.body.scope);
      if (!scopes) return sendRefusal(reply, UNKNOWN_SCOPE);
      const { client } = found;
      const from = addressOf(request);
      const asked = grantRequest(client, scopes, from);
      const start = await openWithinCap(context, request, reply, () =>
        openKeylessGrant(context, asked),
      );
      request.log.debug({ grant: start.grant.id, client: client.clientId, from }, 'grant started');
      const userCode = formatUserCode(start.userCode);
      const verificationUri = `${context.publicUrl()}/device`;
      return reply.code(200).send({
        device_code: start.deviceCode.reveal(),
        user_code: userCode,
        verification_uri: verificationUri,
        verification_uri_complete: `${verificationUri}?user_code=${userCode}`,
        expires_in: GRANT_LIFETIME_SECONDS,
        interval: start.grant.intervalSeconds,
      });
    },
  );
}

const UNKNOWN_SCOPE = refuse('invalid_scope', `The scopes are: ${SCOPES.join(', ')}.`);

/** Without a scope the default is asked for (RFC 6749 section 3.3). Null when one is unknown. */
function parseScope(scope: string | undefined): Scope[] | null {
  if (scope === undefined) return [...DEFAULT_SCOPES];
  const wanted = scope.split(' ').filter((word) => word !== '');
  const known = SCOPES.filter((each) => wanted.includes(each));
  return known.length > 0 && wanted.every((word) => SCOPES.some((each) => each === word))
    ? known
    : null;
}

function grantRequest(
  { clientId, name }: OAuthClient,
  requestedScopes: Scope[],
  requestedFrom: string,
): GrantRequest {
  return {
    dialect: 'oauth',
    hostname: name,
    clientId,
    clientName: name,
    requestedScopes,
    requestedFrom,
  };
}
