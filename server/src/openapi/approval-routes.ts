import type { RouteDescriptions } from './route-description.ts';

const FROM_A_CODE = {
  404: 'Nothing waits with this code, or it has expired',
  410: 'Already decided',
} as const;

export const APPROVAL_ROUTES: RouteDescriptions = {
  'POST /api/v1/session': {
    tag: 'approval',
    summary: 'Sign in',
    access: 'none',
    statuses: {
      200: 'Signed in: the cookie is set, and the token that changes need is here',
      400: 'The body is not valid',
      401: 'The e-mail address or the password is wrong',
      403: 'Not sent from the page of this server',
      429: 'Too many attempts. Retry-After says how long to wait.',
    },
  },
  'GET /api/v1/session': {
    tag: 'approval',
    summary: 'Read who is signed in',
    access: 'session',
    statuses: { 200: 'The administrator, and the token that changes need' },
  },
  'DELETE /api/v1/session': {
    tag: 'approval',
    summary: 'Sign out',
    access: 'none',
    statuses: { 204: 'Signed out, or nobody was signed in' },
  },
  'GET /api/v1/forgejo/device-codes': {
    tag: 'approval',
    summary: 'List grants, the newest first',
    access: 'session-or-token',
    statuses: { 200: 'The grants of the labs that one may decide for; no codes' },
  },
  'POST /api/v1/forgejo/device-codes/lookup': {
    tag: 'approval',
    summary: 'Read what asks behind a typed code',
    access: 'session-or-token',
    statuses: { 200: 'The request', 400: 'The body is not valid', ...FROM_A_CODE },
  },
  'POST /api/v1/forgejo/device-codes/approve': {
    tag: 'approval',
    summary: 'Approve the request behind a typed code',
    access: 'session-or-token',
    statuses: {
      200: 'Approved',
      403: 'Beyond what one may grant, or the sign-in is older than 5 minutes',
      422: 'The body is not valid',
      ...FROM_A_CODE,
    },
  },
  'POST /api/v1/forgejo/device-codes/deny': {
    tag: 'approval',
    summary: 'Deny the request behind a typed code',
    access: 'session-or-token',
    statuses: { 200: 'Denied', 400: 'The body is not valid', ...FROM_A_CODE },
  },
};
