import {
  authorizationServerMetadata,
  DEVICE_AUTHORIZATION_PATH,
  DEVICE_CODE_GRANT_TYPE,
  INTROSPECTION_PATH,
  METADATA_PATH,
  REVOCATION_PATH,
  TOKEN_PATH,
} from '@onbench/protocol/oauth';
import { SCOPES } from '@onbench/protocol/scopes';
import type { App, ServerContext } from '../../context.ts';

/** Where the endpoints are and what they take (RFC 8414 section 2). */
export function registerMetadata(app: App, { publicUrl }: ServerContext): void {
  app.get(
    METADATA_PATH,
    {
      schema: { response: { 200: authorizationServerMetadata } },
    },
    async (_request, reply) => {
      const issuer = publicUrl();
      return reply.code(200).send({
        issuer,
        device_authorization_endpoint: `${issuer}${DEVICE_AUTHORIZATION_PATH}`,
        token_endpoint: `${issuer}${TOKEN_PATH}`,
        revocation_endpoint: `${issuer}${REVOCATION_PATH}`,
        introspection_endpoint: `${issuer}${INTROSPECTION_PATH}`,
        scopes_supported: [...SCOPES],
        // Required by section 2, though section 3.2 would leave an empty list out: nothing here answers a redirect.
        response_types_supported: [],
        grant_types_supported: [DEVICE_CODE_GRANT_TYPE],
        token_endpoint_auth_methods_supported: ['none'],
        revocation_endpoint_auth_methods_supported: ['none'],
        introspection_endpoint_auth_methods_supported: ['Bearer'],
      });
    },
  );
}
