import {
  ROMM_TOKEN_PATH,
  type RommTokenRefusal,
  rommTokenRequest,
  rommTokenResponse,
} from '@onbench/protocol/romm-device-grant';
import { Secret } from '@onbench/protocol/secret';
import { type Agent, workstationAgent } from '../../audit/agent.ts';
import type { App, ServerContext } from '../../context.ts';
import { type CollectedToken, collectToken } from '../../grants/collect-token.ts';
import { pollDatabase, pollMemory } from '../../grants/poll-grant.ts';
import { addressOf } from '../../limits/client-address.ts';
import { hashOf } from '../../secrets/random-secret.ts';
import { perMinute } from '../rate-limits.ts';
import { ROMM_REFUSALS } from './romm-refusals.ts';

type Answer =
  | { readonly kind: 'collected'; readonly grant: string; readonly collected: CollectedToken }
  | { readonly kind: 'refused'; readonly detail: RommTokenRefusal };

/** A device asks what became of its code; the poll that finds it approved gets the token, once. */
export function registerRommToken(app: App, context: ServerContext): void {
  app.post(
    ROMM_TOKEN_PATH,
    {
      config: { rateLimit: perMinute(context.limitsConfig.pollsPerMinute) },
      schema: { body: rommTokenRequest, response: { 200: rommTokenResponse, ...ROMM_REFUSALS } },
    },
    async (request, reply) => {
      const deviceCode = new Secret(request.body.device_code);
      const answer = await answerPoll(context, deviceCode, workstationAgent(addressOf(request)));
      if (answer.kind === 'refused') return reply.code(400).send({ detail: answer.detail });
      const { token, deviceId, scopes, expiresAt } = answer.collected;
      request.log.info({ grant: answer.grant, device: deviceId }, 'token collected');
      return reply.code(200).send({
        access_token: token.reveal(),
        device_id: deviceId,
        scopes: [...scopes],
        expires_at: expiresAt?.toISOString() ?? null,
      });
    },
  );
}

async function answerPoll(context: ServerContext, deviceCode: Secret, by: Agent): Promise<Answer> {
  const code = { deviceCodeHash: hashOf(deviceCode), dialect: 'romm', clientId: null } as const;
  const known = pollMemory(context, code);
  if (known) return refuse(known.kind === 'pending' ? 'authorization_pending' : 'slow_down');
  const polled = await pollDatabase(context, code);
  if (!polled) return refuse('expired_token');
  switch (polled.verdict.kind) {
    case 'gone':
    // No client of this dialect acknowledges, so nothing is kept for it.
    case 'answered-before':
      return refuse('expired_token');
    case 'denied':
      return refuse('access_denied');
    case 'pending':
      return refuse('authorization_pending');
    case 'slow-down':
      return refuse('slow_down');
    case 'approved': {
      const { id } = polled.grant;
      const collected = await collectToken(context, id, by);
      return collected ? { kind: 'collected', grant: id, collected } : refuse('expired_token');
    }
  }
}

function refuse(detail: RommTokenRefusal): Answer {
  return { kind: 'refused', detail };
}
