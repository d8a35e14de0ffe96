import type { RouteDescriptions } from './route-description.ts';

const FROM_A_CODE = {
  404: 'No device waits with this code, or it has expired',
  410: 'Already decided',
} as const;

const NOT_VALID = { 422: 'Not valid: `detail` lists what' } as const;

export const ROMM_ROUTES: RouteDescriptions = {
  'POST /api/auth/device/init': {
    tag: 'devices',
    summary: 'Start a pairing',
    access: 'none',
    statuses: { 201: 'The codes, and paths below the origin that was called', ...NOT_VALID },
  },
  'POST /api/auth/device/token': {
    tag: 'devices',
    summary: 'Ask what became of a device code',
    access: 'none',
    statuses: {
      200: 'Approved: the token, this once',
      400: '`detail` is authorization_pending, slow_down, access_denied or expired_token',
      ...NOT_VALID,
    },
  },
  'GET /api/auth/device/pending/:user_code': {
    tag: 'devices',
    summary: 'Read what asks behind a typed code',
    access: 'session-or-token',
    statuses: { 200: 'The request, and what the caller may grant of it', ...FROM_A_CODE },
  },
  'POST /api/auth/device/approve': {
    tag: 'devices',
    summary: 'Approve the request behind a typed code',
    access: 'session-or-token',
    statuses: {
      200: 'Approved: the device, new or found again',
      403: 'Beyond what the caller may grant, or the sign-in is older than 5 minutes',
      ...FROM_A_CODE,
      ...NOT_VALID,
    },
  },
  'POST /api/auth/device/deny': {
    tag: 'devices',
    summary: 'Deny the request behind a typed code',
    access: 'session-or-token',
    statuses: { 200: 'Denied', ...FROM_A_CODE, ...NOT_VALID },
  },
  'GET /api/users/me': {
    tag: 'devices',
    summary: 'Read whom the caller acts for',
    access: 'session-or-token',
    statuses: { 200: 'The person, and the device that the token is bound to' },
  },
  'GET /api/devices': {
    tag: 'devices',
    summary: "List one's devices",
    access: 'session-or-token',
    statuses: { 200: 'The devices' },
  },
  'GET /api/devices/:id': {
    tag: 'devices',
    summary: "Read one of one's devices",
    access: 'session-or-token',
    statuses: { 200: 'The device', 404: 'There is none, or it is not theirs' },
  },
  'PUT /api/devices/:id': {
    tag: 'devices',
    summary: "Change one of one's devices",
    access: 'session-or-token',
    statuses: {
      200: 'The device as it is now',
      404: 'There is none, or it is not theirs',
      ...NOT_VALID,
    },
  },
  'DELETE /api/devices/:id': {
    tag: 'devices',
    summary: 'Delete a device. Its tokens stay, bound to none.',
    access: 'session-or-token',
    statuses: { 204: 'Deleted', 404: 'There is none, or it is not theirs' },
  },
  'GET /api/client-tokens': {
    tag: 'devices',
    summary: "List one's tokens",
    access: 'session-or-token',
    statuses: { 200: 'The tokens, without their text' },
  },
  'DELETE /api/client-tokens/:id': {
    tag: 'devices',
    summary: 'Revoke a token',
    access: 'session-or-token',
    statuses: { 200: 'Revoked', 404: 'There is none, or it is not theirs', ...NOT_VALID },
  },
};
