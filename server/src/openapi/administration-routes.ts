import type { RouteDescriptions } from './route-description.ts';

const NOT_VALID = { 400: 'The body or the query is not valid' } as const;
const SERVER_ADMINISTRATORS = { 403: 'For administrators of the server only' } as const;

const DEVICES: RouteDescriptions = {
  'GET /api/v1/admin/devices': {
    tag: 'administration',
    summary: 'List devices, page by page',
    access: 'session',
    statuses: { 200: 'A page of the devices that one may see', ...NOT_VALID },
  },
  'GET /api/v1/admin/devices.csv': {
    tag: 'administration',
    summary: 'Export devices',
    access: 'session',
    statuses: { 200: 'All that the filter leaves', ...NOT_VALID },
    produces: 'text/csv',
  },
  'GET /api/v1/admin/devices/:id': {
    tag: 'administration',
    summary: 'Read a device and its tokens',
    access: 'session',
    statuses: { 200: 'The device', ...NOT_VALID, 404: 'There is none that one may see' },
  },
  'PATCH /api/v1/admin/devices/:id': {
    tag: 'administration',
    summary: 'Rename a device',
    access: 'session',
    statuses: {
      200: 'The device as it is now',
      ...NOT_VALID,
      404: 'There is none that one may see',
    },
  },
  'POST /api/v1/admin/devices/revoke': {
    tag: 'administration',
    summary: 'End the tokens and keys of devices',
    access: 'session',
    statuses: { 200: 'What became of each', ...NOT_VALID },
  },
};

const INBOX: RouteDescriptions = {
  'GET /api/v1/admin/inbox': {
    tag: 'administration',
    summary: 'List the requests that wait, or wait until the list changes',
    access: 'session',
    statuses: { 200: 'The list as it is now', ...NOT_VALID },
  },
  'POST /api/v1/admin/inbox/deny': {
    tag: 'administration',
    summary: 'Deny a request from the list',
    access: 'session',
    statuses: {
      200: 'Denied',
      ...NOT_VALID,
      404: 'It waits no more, or is not theirs',
      410: 'Already decided',
    },
  },
};

const ACCOUNTS: RouteDescriptions = {
  'GET /api/v1/admin/labs': {
    tag: 'administration',
    summary: 'List the labs',
    access: 'session',
    statuses: { 200: 'The labs', ...SERVER_ADMINISTRATORS },
  },
  'POST /api/v1/admin/labs': {
    tag: 'administration',
    summary: 'Add a lab',
    access: 'session',
    statuses: {
      201: 'The labs as they are now',
      ...NOT_VALID,
      ...SERVER_ADMINISTRATORS,
      409: 'It exists already',
    },
  },
  'GET /api/v1/admin/administrators': {
    tag: 'administration',
    summary: 'List the administrators',
    access: 'session',
    statuses: { 200: 'The administrators', ...SERVER_ADMINISTRATORS },
  },
  'POST /api/v1/admin/administrators': {
    tag: 'administration',
    summary: 'Add an administrator',
    access: 'session',
    statuses: {
      201: 'Added. The password is shown this once.',
      ...NOT_VALID,
      ...SERVER_ADMINISTRATORS,
      409: 'There is one with this address',
    },
  },
  'PUT /api/v1/admin/administrators/:id': {
    tag: 'administration',
    summary: 'Change what an administrator may do',
    access: 'session',
    statuses: {
      200: 'The administrators as they are now',
      ...NOT_VALID,
      ...SERVER_ADMINISTRATORS,
      404: 'There is none',
      409: 'It would leave the server without an administrator of its own',
    },
  },
  'DELETE /api/v1/admin/administrators/:id': {
    tag: 'administration',
    summary: 'Remove an administrator',
    access: 'session',
    statuses: {
      200: 'The administrators as they are now',
      ...NOT_VALID,
      ...SERVER_ADMINISTRATORS,
      404: 'There is none',
      409: 'It would leave the server without an administrator of its own',
    },
  },
};

const AUDIT: RouteDescriptions = {
  'GET /api/v1/audit-events': {
    tag: 'administration',
    summary: 'Read the audit log, page by page',
    access: 'session-or-token',
    statuses: { 200: 'A page of the events that one may see', ...NOT_VALID },
  },
  'GET /api/v1/audit-events/export': {
    tag: 'administration',
    summary: 'Export the audit log',
    access: 'session-or-token',
    statuses: { 200: 'All that the filter leaves, in the format asked for', ...NOT_VALID },
    produces: 'text/csv',
  },
};

export const ADMINISTRATION_ROUTES: RouteDescriptions = {
  ...DEVICES,
  ...INBOX,
  ...ACCOUNTS,
  ...AUDIT,
};
