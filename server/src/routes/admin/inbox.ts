import { ADMIN_INBOX_PATH, inbox, inboxQuery } from '@onbench/protocol/admin-api';
import type { App, ServerContext } from '../../context.ts';
import { readInbox } from '../../grants/read-inbox.ts';
import { perMinute } from '../rate-limits.ts';
import { REFUSAL_RESPONSES } from '../refusals.ts';
import { administratorOf, requireAdministrator } from './administrator.ts';

/** The requests that wait for a decision, at once or as soon as they are others than the page knows. */
export function registerInbox(app: App, context: ServerContext): void {
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  app.get(
    ADMIN_INBOX_PATH,
    {
      config: { rateLimit: perMinute(300) },
      onRequest: requireAdministrator(app, context),
      schema: { querystring: inboxQuery, response: { 200: inbox, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const signal = AbortSignal.any([closing.signal, gone.signal]);
      const { labs } = administratorOf(request);
      const answer = await readInbox(context.grants, labs, request.query.known, signal);
      return reply.code(200).send(answer);
    },
  );
}
