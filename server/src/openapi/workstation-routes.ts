import type { RouteDescriptions } from './route-description.ts';

export const WORKSTATION_ROUTES: RouteDescriptions = {
  'POST /api/v1/forgejo/device-codes': {
    tag: 'workstations',
    summary: 'Start an enrollment',
    access: 'none',
    statuses: {
      201: 'The codes. They leave the server this once.',
      400: 'The public key or the host name is not taken',
    },
  },
  'POST /api/v1/forgejo/device-codes/poll': {
    tag: 'workstations',
    summary: 'Ask what became of a device code',
    access: 'none',
    statuses: {
      200: 'Approved: the credential, minted in this request',
      400: 'The key came into use elsewhere. A new one is needed.',
      403: 'An administrator denied it',
      410: 'Unknown, expired, used or no longer possible: the same answer for all',
      425: 'Nobody has decided yet',
      429: 'Polled too fast. Wait 5 seconds longer from now on, and as long as Retry-After says.',
      502: 'Minting failed. The code is spent.',
    },
  },
  'POST /api/v1/forgejo/device-codes/ack': {
    tag: 'workstations',
    summary: 'Say that the credential is stored',
    access: 'none',
    statuses: {
      204: 'Taken note of, however often it is said',
      400: 'The body is not valid',
      410: 'There is nothing to acknowledge',
    },
  },
  'GET /api/v1/forgejo/whoami': {
    tag: 'workstations',
    summary: 'Read what the token may',
    access: 'token',
    statuses: { 200: 'The lab and the scopes' },
  },
  'POST /api/v1/forgejo/workstations/ssh-keys': {
    tag: 'workstations',
    summary: 'Replace the SSH key',
    access: 'token',
    statuses: {
      200: 'This key was registered already',
      201: 'Registered in place of the one before',
      400: 'The body is not valid',
      403: 'The token lacks the scope workstations:register_ssh_key',
      409: 'The key is in use elsewhere',
      422: 'This is no key that is taken',
    },
  },
  'DELETE /api/v1/forgejo/tokens/self': {
    tag: 'workstations',
    summary: 'End the token, and its SSH key with it',
    access: 'token',
    statuses: { 204: 'Ended' },
  },
  'GET /api/v1/forgejo/labs/:lab/repositories': {
    tag: 'workstations',
    summary: 'List what the lab can clone',
    access: 'token',
    statuses: {
      200: 'The repositories',
      400: 'This is no name of a lab',
      404: "Not this token's lab",
    },
  },
  'GET /api/v1/forgejo/labs/:lab/default-metadata-repo': {
    tag: 'workstations',
    summary: "Find the lab's metadata",
    access: 'token',
    statuses: {
      200: 'The repository',
      400: 'This is no name of a lab',
      404: "There is none, or it is not this token's lab",
    },
  },
};
