import type { GrantSummary } from '@onbench/protocol/approval-api';
import {
  APPROVE_PATH,
  type ApproveRequest,
  approveRequest,
  grantSummary,
} from '@onbench/protocol/approval-api';
import { DEFAULT_CREDENTIAL_LIFETIME } from '@onbench/protocol/scopes';
import type { App, ServerContext } from '../context.ts';
import { needsReason, summarizeGrant } from '../grants/grant-summary.ts';
import { type Approver, approverOf, requireApprover } from './approver.ts';
import {
  findUndecided,
  type Refused,
  refuse,
  sendRefused,
  whatCameFirst,
} from './find-undecided.ts';
import { requireFreshSignIn } from './fresh-sign-in.ts';
import { perMinute } from './rate-limits.ts';
import {
  otherLab,
  REFUSAL_RESPONSES,
  reasonRequired,
  scopesExceeded,
  scopesNotRequested,
} from './refusals.ts';

type Outcome = { readonly kind: 'approved'; readonly body: GrantSummary } | Refused;

export function registerApprove(app: App, context: ServerContext): void {
  app.post(
    APPROVE_PATH,
    {
      config: { rateLimit: perMinute(600), invalidBodyStatus: 422 },
      onRequest: [...requireApprover(app, context), requireFreshSignIn()],
      schema: { body: approveRequest, response: { 200: grantSummary, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const approver = approverOf(request);
      const outcome = await approve(context, approver, request.body);
      if (outcome.kind === 'refused') return sendRefused(reply, outcome);
      const { id, lab } = outcome.body;
      request.log.info({ grant: id, lab, by: approver.agent.name }, 'grant approved');
      return reply.code(200).send(outcome.body);
    },
  );
}

async function approve(
  context: ServerContext,
  approver: Approver,
  request: ApproveRequest,
): Promise<Outcome> {
  // Before the code is looked at, so that nobody learns about codes by asking for labs that are not theirs.
  if (!approver.labs.includes(request.lab)) return refuse(403, otherLab(request.lab));
  const scopes = [...new Set(request.scopes)];
  const exceeding = scopes.filter((scope) => !approver.grantableScopes.includes(scope));
  if (exceeding.length > 0) return refuse(403, scopesExceeded(exceeding));

  const found = await findUndecided(context, approver, request.user_code);
  if (found.kind === 'refused') return found;
  const { reading } = found;
  const { requestedScopes } = reading.grant;
  const unasked = requestedScopes && scopes.filter((scope) => !requestedScopes.includes(scope));
  if (unasked && unasked.length > 0) return refuse(403, scopesNotRequested(unasked));
  const { reason = null } = request;
  const asked = approver.agent.kind === 'administrator' && needsReason(reading, request.lab);
  if (asked && reason === null) return refuse(422, reasonRequired(request.lab));
  const approval = {
    lab: request.lab,
    technicianEmail: request.technician_email,
    scopes,
    deviceName: request.device_name ?? null,
    credentialLifetime: request.expires_in ?? DEFAULT_CREDENTIAL_LIFETIME,
    reason,
  };
  const grant = await context.grants.approve(reading.grant.id, approval, approver.agent);
  context.pending.forget(reading.grant.deviceCodeHash);
  if (grant) return { kind: 'approved', body: summarizeGrant({ ...reading, grant }) };
  return await whatCameFirst(context, approver, request.user_code);
}
