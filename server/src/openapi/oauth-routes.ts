import type { RouteDescriptions } from './route-description.ts';

const INVALID_CLIENT = { 401: 'Credentials were sent in a header. Clients are public here.' };

export const OAUTH_ROUTES: RouteDescriptions = {
  'GET /.well-known/oauth-authorization-server': {
    tag: 'oauth',
    summary: 'Read where the endpoints are (RFC 8414)',
    access: 'none',
    statuses: { 200: 'The metadata' },
  },
  'POST /oauth/device_authorization': {
    tag: 'oauth',
    summary: 'Ask for a code (RFC 8628)',
    access: 'none',
    statuses: {
      200: 'The codes',
      400: '`error` is invalid_request, invalid_client or invalid_scope',
      ...INVALID_CLIENT,
    },
  },
  'POST /oauth/token': {
    tag: 'oauth',
    summary: 'Ask what became of a device code (RFC 8628)',
    access: 'none',
    statuses: {
      200: 'Approved: the token, this once',
      400: '`error` is authorization_pending, slow_down, access_denied, expired_token or invalid_grant, or says what is wrong with the request',
      ...INVALID_CLIENT,
    },
  },
  'POST /oauth/revoke': {
    tag: 'oauth',
    summary: 'End a token (RFC 7009)',
    access: 'none',
    statuses: {
      200: 'It has ended, or never was one',
      400: '`error` says what is wrong, or that the token is of another client',
      ...INVALID_CLIENT,
    },
  },
  'POST /oauth/introspect': {
    tag: 'oauth',
    summary: 'Ask what a token stands for (RFC 7662)',
    access: 'token',
    statuses: {
      200: 'What it stands for, or that it is not active',
      400: 'The form is not valid',
      401: 'There is no valid bearer token in the header',
    },
  },
};
