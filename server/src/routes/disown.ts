import type { ApiError } from '@onbench/protocol/approval-api';
import {
  DISOWN_LOOKUP_PATH,
  DISOWN_PATH,
  disownable,
  disowned,
  disownRequest,
} from '@onbench/protocol/disown-api';
import { Secret } from '@onbench/protocol/secret';
import { technicianAgent } from '../audit/agent.ts';
import type { App, ServerContext } from '../context.ts';
import { disownGrant, findDisownable } from '../credentials/disown-grant.ts';
import { addressOf } from '../limits/client-address.ts';
import { perMinute } from './rate-limits.ts';
import { REFUSAL_RESPONSES } from './refusals.ts';

/** One answer for unknown, used and run out. */
const LINK_OVER: ApiError = {
  code: 'not_found',
  message:
    'This link is not valid any more: the device has no access, or a newer letter has another link.',
};

/**
 * *This was not me*: what a technician's letter leads to. No session is looked at and nothing happens by GET, so that
 * programs that open every link in a letter end nothing.
 */
export function registerDisown(app: App, context: ServerContext): void {
  const config = { rateLimit: perMinute(60) };
  app.post(
    DISOWN_LOOKUP_PATH,
    {
      config,
      schema: { body: disownRequest, response: { 200: disownable, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const grant = await findDisownable(context, new Secret(request.body.token));
      if (!grant?.lab || !grant.decidedAt) return reply.code(404).send(LINK_OVER);
      return reply.code(200).send({
        hostname: grant.hostname,
        lab: grant.lab,
        approved_by: grant.decidedBy ?? '',
        approved_at: grant.decidedAt.toISOString(),
      });
    },
  );
  app.post(
    DISOWN_PATH,
    { config, schema: { body: disownRequest, response: { 200: disowned, ...REFUSAL_RESPONSES } } },
    async (request, reply) => {
      const by = technicianAgent(addressOf(request));
      if (!(await disownGrant(context, new Secret(request.body.token), by))) {
        return reply.code(404).send(LINK_OVER);
      }
      request.log.info('device disowned by its technician');
      return reply.code(200).send({ disowned: true });
    },
  );
}
