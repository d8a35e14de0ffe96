import { ADMIN_INBOX_DENY_PATH, denyFromInboxRequest } from '@onbench/protocol/admin-api';
import { grantSummary } from '@onbench/protocol/approval-api';
import type { App, ServerContext } from '../../context.ts';
import type { GrantReading } from '../../grants/grant-store.ts';
import { summarizeGrant } from '../../grants/grant-summary.ts';
import { approverOf } from '../approver.ts';
import { perMinute } from '../rate-limits.ts';
import { alreadyDecided, REFUSAL_RESPONSES } from '../refusals.ts';
import { REQUEST_NOT_FOUND } from './admin-refusals.ts';
import { administratorOf, requireAdministrator } from './administrator.ts';

/** Denies what the inbox shows. There is no approving here: that needs the code from the screen of what asks. */
export function registerDenyFromInbox(app: App, context: ServerContext): void {
  app.post(
    ADMIN_INBOX_DENY_PATH,
    {
      config: { rateLimit: perMinute(60) },
      onRequest: requireAdministrator(app, context),
      schema: {
        body: denyFromInboxRequest,
        response: { 200: grantSummary, ...REFUSAL_RESPONSES },
      },
    },
    async (request, reply) => {
      const { labs } = administratorOf(request);
      const { agent } = approverOf(request);
      const { id } = request.body;
      const shown = await findShown(context, id, labs);
      if (!shown) return reply.code(404).send(REQUEST_NOT_FOUND);
      const grant = await context.grants.deny(id, agent);
      context.pending.forget(shown.grant.deviceCodeHash);
      if (grant) {
        request.log.info({ grant: id, by: agent.name }, 'grant denied');
        return reply.code(200).send(summarizeGrant({ ...shown, grant }));
      }
      // Another decision or the expiry was first (security.md T11).
      const { status } = (await findShown(context, id, labs))?.grant ?? {};
      return status === undefined || status === 'pending'
        ? reply.code(404).send(REQUEST_NOT_FOUND)
        : reply.code(410).send(alreadyDecided(status));
    },
  );
}

/** Who administers no lab is shown nothing. */
async function findShown(
  context: ServerContext,
  id: string,
  labs: readonly string[],
): Promise<GrantReading | null> {
  return labs.length === 0 ? null : await context.grants.findById(id, labs);
}
