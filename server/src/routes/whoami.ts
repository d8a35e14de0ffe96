import { WHOAMI_PATH, whoamiResponse } from '@onbench/protocol/bearer-api';
import type { App, ServerContext } from '../context.ts';
import { credentialOf, requireToken } from './bearer.ts';
import { REFUSAL_RESPONSES } from './refusals.ts';

export function registerWhoami(app: App, context: ServerContext): void {
  app.get(
    WHOAMI_PATH,
    {
      onRequest: requireToken(context),
      schema: { response: { 200: whoamiResponse, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const { lab, scopes, expiresAt } = credentialOf(request);
      const expires_at = expiresAt?.toISOString() ?? null;
      return reply.code(200).send({ kind: 'workstation', scopes, lab, expires_at });
    },
  );
}
