import { ACKNOWLEDGE_PATH, acknowledgeRequest } from '@onbench/protocol/device-code-grant';
import { Secret } from '@onbench/protocol/secret';
import { z } from 'zod';
import { workstationAgent } from '../audit/agent.ts';
import type { App, ServerContext } from '../context.ts';
import { acknowledgeCredential } from '../credentials/acknowledge-credential.ts';
import { addressOf } from '../limits/client-address.ts';
import { perMinute } from './rate-limits.ts';
import { GONE, REFUSAL_RESPONSES } from './refusals.ts';

/**
 * A workstation says that it has stored its token (protocol.md section 1, security.md T13). 204, however often it is
 * said, until 15 minutes after minting. Everything else gets the poll's uniform 410: unknown and expired codes, later
 * ones, grants that nothing was minted for, revoked tokens, and grants without the capability.
 */
export function registerAcknowledge(app: App, context: ServerContext): void {
  app.post(
    ACKNOWLEDGE_PATH,
    {
      config: { rateLimit: perMinute(context.limitsConfig.pollsPerMinute) },
      schema: { body: acknowledgeRequest, response: { 204: z.null(), ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const deviceCode = new Secret(request.body.device_code);
      const credential = await acknowledgeCredential(
        context,
        deviceCode,
        workstationAgent(addressOf(request)),
      );
      if (!credential) return reply.code(410).send(GONE);
      const { id, grantId, lab } = credential;
      request.log.info({ grant: grantId, credential: id, lab }, 'credential acknowledged');
      return reply.code(204).send(null);
    },
  );
}
