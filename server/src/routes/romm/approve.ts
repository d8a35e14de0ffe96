import {
  ROMM_APPROVE_PATH,
  type RommApproveRequest,
  rommApproveRequest,
  rommApproveResponse,
} from '@onbench/protocol/romm-device-grant';
import { sortScopes } from '@onbench/protocol/romm-scopes';
import type { App, ServerContext } from '../../context.ts';
import type { Device } from '../../db/schema.ts';
import { approveForPerson } from '../../grants/approve-for-person.ts';
import { requireFreshSignIn } from '../fresh-sign-in.ts';
import { perMinute } from '../rate-limits.ts';
import { type Caller, callerOf, requireCaller } from './caller.ts';
import {
  allowedScopes,
  findWaiting,
  type Refused,
  refuse,
  sendRefused,
  whatCameFirst,
} from './find-waiting.ts';
import { ROMM_REFUSALS, SCOPES_EXCEEDED, STALE_SIGN_IN } from './romm-refusals.ts';

type Outcome =
  | { readonly kind: 'approved'; readonly grant: string; readonly device: Device }
  | Refused;

export function registerRommApprove(app: App, context: ServerContext): void {
  app.post(
    ROMM_APPROVE_PATH,
    {
      config: { rateLimit: perMinute(600) },
      onRequest: [...requireCaller(app, context, 'me.write'), requireFreshSignIn(STALE_SIGN_IN)],
      schema: {
        body: rommApproveRequest,
        response: { 200: rommApproveResponse, ...ROMM_REFUSALS },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const outcome = await approve(context, caller, request.body);
      if (outcome.kind === 'refused') return sendRefused(reply, outcome);
      const { grant, device } = outcome;
      request.log.info({ grant, device: device.id, by: caller.agent.name }, 'grant approved');
      return reply.code(200).send({ device_id: device.id, device_name: device.name });
    },
  );
}

async function approve(
  context: ServerContext,
  caller: Caller,
  request: RommApproveRequest,
): Promise<Outcome> {
  const found = await findWaiting(context, caller, request.user_code);
  if (found.kind === 'refused') return found;
  const { grant } = found;
  const scopes = sortScopes(request.approved_scopes);
  const allowed = allowedScopes(grant, caller);
  if (!scopes.every((scope) => allowed.includes(scope))) return refuse(403, SCOPES_EXCEEDED);
  const device = await approveForPerson(context, grant, {
    administratorId: caller.person.id,
    scopes,
    deviceName: request.device_name?.trim() || grant.hostname,
    credentialLifetime: request.expires_in ?? 'never',
    by: caller.agent,
  });
  context.pending.forget(grant.deviceCodeHash);
  if (device) return { kind: 'approved', grant: grant.id, device };
  return await whatCameFirst(context, request.user_code);
}
