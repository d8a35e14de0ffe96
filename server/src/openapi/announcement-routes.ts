import type { RouteDescriptions } from './route-description.ts';

const NOT_VALID = { 400: 'The body or the path is not valid' } as const;
const OWN_LABS = { 403: 'The lab is not theirs, or they signed in too long ago' } as const;
const OVER = { 404: 'The link is not valid any more' } as const;

/** What is announced before it asks, and what a letter to a technician leads to. */
export const ANNOUNCEMENT_ROUTES: RouteDescriptions = {
  'GET /api/v1/admin/expected': {
    tag: 'administration',
    summary: 'List what is announced, and which labs ask for reasons',
    access: 'session',
    statuses: { 200: 'What is announced for their labs' },
  },
  'POST /api/v1/admin/expected': {
    tag: 'administration',
    summary: 'Announce devices',
    access: 'session',
    statuses: { 201: 'What is announced now', ...NOT_VALID, ...OWN_LABS },
  },
  'DELETE /api/v1/admin/expected/:id': {
    tag: 'administration',
    summary: 'Withdraw an announcement',
    access: 'session',
    statuses: { 200: 'What is announced now', ...NOT_VALID, 404: 'There is none that is theirs' },
  },
  'POST /api/v1/admin/expected/reasons': {
    tag: 'administration',
    summary: 'Say whether approving what nobody announced takes a reason',
    access: 'session',
    statuses: { 200: 'What holds now', ...NOT_VALID, ...OWN_LABS },
  },
  'GET /api/v1/admin/enrollment-days': {
    tag: 'administration',
    summary: 'List enrollment days, with what waits and what is done',
    access: 'session',
    statuses: { 200: 'The days of their labs' },
  },
  'POST /api/v1/admin/enrollment-days': {
    tag: 'administration',
    summary: 'Plan an enrollment day',
    access: 'session',
    statuses: { 201: 'The days as they are now', ...NOT_VALID, ...OWN_LABS },
  },
  'DELETE /api/v1/admin/enrollment-days/:id': {
    tag: 'administration',
    summary: 'Withdraw an enrollment day',
    access: 'session',
    statuses: {
      200: 'The days as they are now',
      ...NOT_VALID,
      404: 'There is none that is theirs',
    },
  },
  'POST /api/v1/disown/lookup': {
    tag: 'administration',
    summary: "Read what the link of a technician's letter stands for",
    access: 'none',
    statuses: { 200: 'What was approved in their name', ...NOT_VALID, ...OVER },
  },
  'POST /api/v1/disown': {
    tag: 'administration',
    summary: 'End what was approved in the name of a technician who says that it was not them',
    access: 'none',
    statuses: { 200: 'Ended', ...NOT_VALID, ...OVER },
  },
};
