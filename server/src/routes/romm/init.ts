import {
  ROMM_INIT_PATH,
  ROMM_VERIFICATION_PATH,
  rommInitRequest,
  rommInitResponse,
} from '@onbench/protocol/romm-device-grant';
import { sortScopes } from '@onbench/protocol/romm-scopes';
import type { App, ServerContext } from '../../context.ts';
import { type GrantRequest, openKeylessGrant } from '../../grants/open-grant.ts';
import { addressOf } from '../../limits/client-address.ts';
import { randomHexSecret } from '../../secrets/random-secret.ts';
import { openWithinCap, perMinute } from '../rate-limits.ts';
import { ROMM_REFUSALS } from './romm-refusals.ts';

const LIFETIME_SECONDS = 600;

/** A device asks for a code. */
export function registerRommInit(app: App, context: ServerContext): void {
  app.post(
    ROMM_INIT_PATH,
    {
      config: { rateLimit: perMinute(context.limitsConfig.startsPerMinute) },
      schema: { body: rommInitRequest, response: { 201: rommInitResponse, ...ROMM_REFUSALS } },
    },
    async (request, reply) => {
      const { body } = request;
      const asked: GrantRequest = {
        dialect: 'romm',
        hostname: body.name,
        clientName: body.client,
        clientVersion: body.client_version ?? null,
        clientPlatform: body.platform ?? null,
        clientDeviceIdentifier: body.client_device_identifier,
        requestedScopes: sortScopes(body.requested_scopes),
        requestedFrom: addressOf(request),
        lifetimeSeconds: LIFETIME_SECONDS,
      };
      const started = await openWithinCap(context, request, reply, () =>
        openKeylessGrant(context, asked, randomHexSecret),
      );
      request.log.debug({ grant: started.grant.id, from: asked.requestedFrom }, 'grant started');
      return reply.code(201).send({
        device_code: started.deviceCode.reveal(),
        user_code: started.userCode,
        verification_path: ROMM_VERIFICATION_PATH,
        verification_path_complete: `${ROMM_VERIFICATION_PATH}?user_code=${started.userCode}`,
        expires_in: LIFETIME_SECONDS,
        interval: started.grant.intervalSeconds,
      });
    },
  );
}
