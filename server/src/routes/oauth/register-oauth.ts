import { parse } from 'node:querystring';
import formbody from '@fastify/formbody';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { App, ServerContext } from '../../context.ts';
import { registerDeviceAuthorization } from './device-authorization.ts';
import { handleOAuthError } from './handle-oauth-error.ts';
import { registerIntrospect } from './introspect.ts';
import { registerMetadata } from './metadata.ts';
import { NO_STORE } from './refusal.ts';
import { registerRevoke } from './revoke.ts';
import { registerToken } from './token.ts';

/** RFC 8628 as written (protocol.md section 3), with forms and errors that the rest of the server does not have. */
export async function registerOAuth(app: App, context: ServerContext): Promise<void> {
  registerMetadata(app, context);
  await app.register(async (plain) => {
    const scope: App = plain.withTypeProvider<ZodTypeProvider>();
    scope.removeAllContentTypeParsers();
    await scope.register(formbody, { parser: parseForm });
    scope.setErrorHandler(handleOAuthError);
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers(NO_STORE);
    });
    registerDeviceAuthorization(scope, context);
    registerToken(scope, context);
    registerRevoke(scope, context);
    registerIntrospect(scope, context);
  });
}

/**
 * A parameter without a value counts as left out (RFC 6749 section 3.2). One that is sent twice becomes a list, which no
 * schema takes.
 */
function parseForm(text: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parse(text)).filter(([, value]) => value !== ''));
}
