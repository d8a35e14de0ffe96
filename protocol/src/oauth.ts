import { z } from 'zod';

/* RFC 8628 as written, with its metadata (RFC 8414), revocation (RFC 7009) and introspection (RFC 7662). */

export const METADATA_PATH = '/.well-known/oauth-authorization-server';
export const DEVICE_AUTHORIZATION_PATH = '/oauth/device_authorization';
export const TOKEN_PATH = '/oauth/token';
export const REVOCATION_PATH = '/oauth/revoke';
export const INTROSPECTION_PATH = '/oauth/introspect';

export const DEVICE_CODE_GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';

/** RFC 6749 section 5.2, RFC 8628 section 3.5; the last two for what those leave to HTTP. */
export const OAUTH_ERRORS = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unsupported_grant_type',
  'invalid_scope',
  'authorization_pending',
  'slow_down',
  'access_denied',
  'expired_token',
  'invalid_token',
  'temporarily_unavailable',
  'server_error',
] as const;

export type OAuthErrorCode = (typeof OAUTH_ERRORS)[number];

export const oauthError = z.object({
  error: z.enum(OAUTH_ERRORS),
  error_description: z.string(),
});

export type OAuthError = z.infer<typeof oauthError>;

/** What an administrator registers a client under: visible ASCII that means nothing to a form, a URL or a shell. */
export const clientId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._~-]{0,99}$/, 'not a client id');

/** What people read on the approval page: no control, format or line separating characters. */
export const clientName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, 'not a plain name');

const text = z.string().min(1).max(8_192);

/** Client credentials in the body (RFC 6749 section 2.3.1, RFC 7521 section 4.2): looked at to refuse them. */
const clientAuthentication = {
  client_id: text,
  client_secret: text.optional(),
  client_assertion: text.optional(),
};

export const deviceAuthorizationRequest = z.object({
  ...clientAuthentication,
  scope: text.optional(),
});

export const deviceAuthorizationResponse = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  verification_uri_complete: z.string(),
  expires_in: z.number(),
  interval: z.number(),
});

/** Only the grant type is required of every request here: another one brings other parameters. */
export const tokenRequest = z.object({
  ...clientAuthentication,
  grant_type: text,
  client_id: text.optional(),
  device_code: text.optional(),
});

export const accessTokenResponse = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  /** Absent: it does not run out by itself. */
  expires_in: z.number().optional(),
  scope: z.string(),
});

export const revocationRequest = z.object({
  ...clientAuthentication,
  token: text,
  token_type_hint: text.optional(),
});

export const introspectionRequest = z.object({ token: text, token_type_hint: text.optional() });

export const introspectionResponse = z.discriminatedUnion('active', [
  z.object({ active: z.literal(false) }),
  z.object({
    active: z.literal(true),
    scope: z.string(),
    /** Absent where the token was issued to a workstation and not to a registered client. */
    client_id: z.string().optional(),
    token_type: z.literal('Bearer'),
    iat: z.number(),
    exp: z.number().optional(),
    /** The device that the token was issued to. */
    sub: z.string(),
    iss: z.string(),
    lab: z.string(),
  }),
]);

export type Introspection = z.infer<typeof introspectionResponse>;

export const authorizationServerMetadata = z.object({
  issuer: z.string(),
  device_authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  revocation_endpoint: z.string(),
  introspection_endpoint: z.string(),
  scopes_supported: z.array(z.string()),
  response_types_supported: z.array(z.string()),
  grant_types_supported: z.array(z.string()),
  token_endpoint_auth_methods_supported: z.array(z.string()),
  revocation_endpoint_auth_methods_supported: z.array(z.string()),
  introspection_endpoint_auth_methods_supported: z.array(z.string()),
});
