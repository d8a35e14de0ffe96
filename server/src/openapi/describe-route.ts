import type { SwaggerTransform } from '@fastify/swagger';
import { apiError } from '@onbench/protocol/approval-api';
import type { RouteOptions } from 'fastify';
import { createJsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DESCRIBED_ROUTES } from './described-routes.ts';
import { ROUTE_TAGS, type RouteAccess, type RouteDescription } from './route-description.ts';
import { securityOf } from './security-schemes.ts';
import { SHARED_SCHEMA_NAMES } from './shared-schemas.ts';

/** What any route may answer. */
const ANYWHERE = {
  429: 'Too many requests. Retry-After says how long to wait.',
  500: 'Something went wrong in the server',
  503: 'The server cannot answer right now',
} as const;

const NOT_ADMITTED: Readonly<Record<RouteAccess, Readonly<Record<number, string>>>> = {
  none: {},
  token: { 401: 'The token is not valid, or no longer' },
  session: {
    401: 'Nobody is signed in',
    403: 'A change was not sent from the page of this server',
  },
  'session-or-token': {
    401: 'Nobody is signed in, and there is no valid token',
    403: 'The token lacks a scope, or a change was not sent from the page of this server',
  },
  'metrics-token': {},
};

const FORM = ['application/x-www-form-urlencoded'];

const toJsonSchemas = createJsonSchemaTransform({ schemaRegistry: SHARED_SCHEMA_NAMES });

/** Completes the schemas of a route by what the tables say. What is in no table is left out of the document. */
export const describeRoute: SwaggerTransform = (input) => {
  const { url, route } = input;
  const description = DESCRIBED_ROUTES[nameOf(route)];
  if (!description || !('openapiObject' in input)) return { schema: { hide: true }, url };
  const { tag, summary, access } = description;
  const declared = (input.schema?.response ?? {}) as DeclaredResponses;
  const schema = {
    ...input.schema,
    tags: [ROUTE_TAGS[tag].name],
    summary,
    security: securityOf(access, String(route.method)),
    ...(tag === 'oauth' && input.schema?.body ? { consumes: FORM } : {}),
    response: responsesOf(description, declared),
  };
  const described = toJsonSchemas({ ...input, schema });
  const response = {
    ...(described.schema.response as object),
    ...withoutBody(description, declared),
  };
  return { url, schema: { ...described.schema, response } };
};

type DeclaredResponses = Readonly<Record<string, z.ZodType>>;

/** As the tables name it. */
function nameOf({ method, url }: RouteOptions): string {
  return `${method} ${url}`;
}

/** Each status by itself, also where a route declares all of `4xx` at once. */
function responsesOf(description: RouteDescription, declared: DeclaredResponses) {
  const { access, produces = 'application/json' } = description;
  const statuses = { ...ANYWHERE, ...NOT_ADMITTED[access], ...description.statuses };
  return Object.fromEntries(
    Object.entries(statuses).map(([status, words]) => {
      const isSuccess = status.startsWith('2');
      const schema = declared[status] ?? declared[`${status[0]}xx`];
      const type = isSuccess ? produces : 'application/json';
      const content = { [type]: { schema: schema ?? (isSuccess ? z.string() : apiError) } };
      return [status, { description: words, content }];
    }),
  );
}

/** The answers that are a status and nothing else. */
function withoutBody({ statuses }: RouteDescription, declared: DeclaredResponses) {
  return Object.fromEntries(
    Object.entries(statuses)
      .filter(([status]) => status === '204' || declared[status] instanceof z.ZodUndefined)
      .map(([status, description]) => [status, { description, type: 'null' }]),
  );
}
