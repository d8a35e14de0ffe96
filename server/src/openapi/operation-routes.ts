import type { RouteDescriptions } from './route-description.ts';

export const OPERATION_ROUTES: RouteDescriptions = {
  'GET /healthz': {
    tag: 'operations',
    summary: 'Ask whether the process answers',
    access: 'none',
    statuses: { 200: 'It does: do not restart it' },
  },
  'GET /readyz': {
    tag: 'operations',
    summary: 'Ask whether requests should be sent here',
    access: 'none',
    statuses: {
      200: 'Yes, if `degraded` more slowly',
      503: 'No: something is missing that no request can do without, or it is about to stop',
    },
  },
  'GET /metrics': {
    tag: 'operations',
    summary: 'Read what Prometheus reads',
    access: 'metrics-token',
    statuses: { 200: 'The metrics', 404: 'The token is wrong, or none is set' },
    produces: 'text/plain',
  },
  'GET /api/openapi.json': {
    tag: 'operations',
    summary: 'Read this document',
    access: 'none',
    statuses: { 200: 'OpenAPI 3.1' },
    produces: 'application/json',
  },
};
