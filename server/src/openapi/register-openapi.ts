import swagger from '@fastify/swagger';
import { OPENAPI_PATH } from '@onbench/protocol/openapi';
import { z } from 'zod';
import type { App } from '../context.ts';
import { describeRoute } from './describe-route.ts';
import { ROUTE_TAGS } from './route-description.ts';
import { SECURITY_SCHEMES } from './security-schemes.ts';
import { sharedSchemas } from './shared-schemas.ts';

/**
 * Takes note of every route that is registered from now on, and serves what it knows as OpenAPI. The page to read it is
 * one of the server's own (web/src/reference).
 */
export async function registerOpenApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Onbench enrollment server',
        description: 'Three dialects of one device-code grant, and what administrators do.',
        version: '1',
      },
      tags: Object.values(ROUTE_TAGS).map((tag) => ({ ...tag })),
      components: { securitySchemes: SECURITY_SCHEMES, schemas: sharedSchemas() },
    },
    transform: describeRoute,
  });
  app.get(
    OPENAPI_PATH,
    { schema: { response: { 200: z.looseObject({ openapi: z.string() }) } } },
    async () => ({ ...app.swagger(), openapi: '3.1.0' }),
  );
}
