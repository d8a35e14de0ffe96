import { DENY_PATH, grantSummary, userCodeRequest } from '@onbench/protocol/approval-api';
import type { App, ServerContext } from '../context.ts';
import { summarizeGrant } from '../grants/grant-summary.ts';
import { whatCameFirst } from './approve.ts';
import { approverOf, requireApprover } from './approver.ts';
import { findUndecided } from './find-undecided.ts';
import { perMinute } from './rate-limits.ts';
import { REFUSAL_RESPONSES } from './refusals.ts';

export function registerDeny(app: App, context: ServerContext): void {
  app.post(
    DENY_PATH,
    {
      config: { rateLimit: perMinute(60) },
      onRequest: requireApprover(app, context),
      schema: { body: userCodeRequest, response: { 200: grantSummary, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const approver = approverOf(request);
      const { user_code } = request.body;
      const found = await findUndecided(context, user_code, approver);
      if (found.kind === 'refused') return reply.code(found.status).send(found.body);
      const grant = await context.grants.deny(found.reading.grant.id, approver.agent);
      context.pending.forget(found.reading.grant.id);
      if (!grant) {
        const first = await whatCameFirst(context, approver, user_code);
        return reply.code(first.status).send(first.body);
      }
      request.log.info({ grant: grant.id, by: approver.agent.name }, 'grant denied');
      return reply.code(200).send(summarizeGrant({ ...found.reading, grant }));
    },
  );
}
