import { DEVICE_CODES_PATH, startRequest } from '@onbench/protocol/device-code-grant';
import { formatUserCode } from '@onbench/protocol/user-code';
import { z } from 'zod';
import type { App, ServerContext } from '../context.ts';
import { startGrant } from '../grants/start-grant.ts';
import { addressOf } from '../limits/client-address.ts';
import { openWithinCap, perMinute } from './rate-limits.ts';
import { KEY_REJECTED, REFUSAL_RESPONSES } from './refusals.ts';
import { sharedLogger } from './shared-logger.ts';

const started = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_url: z.string(),
  verification_url_complete: z.string(),
  expires_at: z.string(),
  interval_seconds: z.number(),
});

/** A workstation asks for a code (protocol.md section 1). */
export function registerStart(app: App, context: ServerContext): void {
  app.post(
    DEVICE_CODES_PATH,
    {
      config: { rateLimit: perMinute(context.limitsConfig.startsPerMinute) },
      childLoggerFactory: sharedLogger,
      schema: { body: startRequest, response: { 201: started, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const from = addressOf(request);
      const start = await openWithinCap(context, request, reply, () =>
        startGrant(context, request.body, from),
      );
      if (!start) {
        request.log.info({ from }, 'key refused');
        return reply.code(400).send(KEY_REJECTED);
      }
      const { grant, deviceCode } = start;
      const { id, keyFingerprint: fingerprint } = grant;
      request.log.debug({ grant: id, fingerprint, from }, 'grant started');
      const userCode = formatUserCode(start.userCode);
      const verificationUrl = `${context.publicUrl()}/device`;
      return reply.code(201).send({
        device_code: deviceCode.reveal(),
        user_code: userCode,
        verification_url: verificationUrl,
        verification_url_complete: `${verificationUrl}?user_code=${userCode}`,
        expires_at: grant.expiresAt.toISOString(),
        interval_seconds: grant.intervalSeconds,
      });
    },
  );
}
