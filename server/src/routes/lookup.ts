import { grantSummary, LOOKUP_PATH, userCodeRequest } from '@onbench/protocol/approval-api';
import { recordLookup } from '../audit/record-lookup.ts';
import type { App, ServerContext } from '../context.ts';
import { summarizeGrant } from '../grants/grant-summary.ts';
import { approverOf, requireApprover } from './approver.ts';
import { findUndecided, sendRefused } from './find-undecided.ts';
import { perMinute } from './rate-limits.ts';
import { REFUSAL_RESPONSES } from './refusals.ts';

/** What asks behind a typed code. It changes nothing; a POST so that the code is in no URL. */
export function registerLookup(app: App, context: ServerContext): void {
  app.post(
    LOOKUP_PATH,
    {
      config: { rateLimit: perMinute(600) },
      onRequest: requireApprover(app, context),
      schema: { body: userCodeRequest, response: { 200: grantSummary, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const approver = approverOf(request);
      const found = await findUndecided(context, approver, request.body.user_code);
      if (found.kind === 'refused') return sendRefused(reply, found);
      await recordLookup(context.db, approver.agent, 'found', found.reading.grant.id);
      return reply.code(200).send(summarizeGrant(found.reading));
    },
  );
}
