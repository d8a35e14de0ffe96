import { DENY_PATH, grantSummary, userCodeRequest } from '@onbench/protocol/approval-api';
import type { App, ServerContext } from '../context.ts';
import { summarizeGrant } from '../grants/grant-summary.ts';
import { approverOf, requireApprover } from './approver.ts';
import { findUndecided, sendRefused, whatCameFirst } from './find-undecided.ts';
import { perMinute } from './rate-limits.ts';
import { REFUSAL_RESPONSES } from './refusals.ts';

export function registerDeny(app: App, context: ServerContext): void {
  app.post(
    DENY_PATH,
    {
      config: { rateLimit: perMinute(600) },
      onRequest: requireApprover(app, context),
      schema: { body: userCodeRequest, response: { 200: grantSummary, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const approver = approverOf(request);
      const { user_code } = request.body;
      const found = await findUndecided(context, approver, user_code);
      if (found.kind === 'refused') return sendRefused(reply, found);
      const grant = await context.grants.deny(found.reading.grant.id, approver.agent);
      context.pending.forget(found.reading.grant.deviceCodeHash);
      if (!grant) return sendRefused(reply, await whatCameFirst(context, approver, user_code));
      request.log.info({ grant: grant.id, by: approver.agent.name }, 'grant denied');
      return reply.code(200).send(summarizeGrant({ ...found.reading, grant }));
    },
  );
}
