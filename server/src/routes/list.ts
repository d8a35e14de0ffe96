import { grantList } from '@onbench/protocol/approval-api';
import { DEVICE_CODES_PATH } from '@onbench/protocol/device-code-grant';
import type { App, ServerContext } from '../context.ts';
import { summarizeGrant } from '../grants/grant-summary.ts';
import { approverOf, requireApprover } from './approver.ts';
import { REFUSAL_RESPONSES } from './refusals.ts';

export function registerList(app: App, context: ServerContext): void {
  app.get(
    DEVICE_CODES_PATH,
    {
      onRequest: requireApprover(app, context),
      schema: { response: { 200: grantList, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const { labs, agent } = approverOf(request);
      const readings = await context.grants.list(labs, agent.name);
      return reply.code(200).send({ device_codes: readings.map(summarizeGrant) });
    },
  );
}
