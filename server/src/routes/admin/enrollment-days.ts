import {
  ADMIN_ENROLLMENT_DAYS_PATH,
  enrollmentDayList,
  planDayRequest,
} from '@onbench/protocol/enrollment-day-api';
import { z } from 'zod';
import type { App, ServerContext } from '../../context.ts';
import { listDays, planDay, withdrawDay } from '../../expected/enrollment-days.ts';
import { approverOf } from '../approver.ts';
import { perMinute } from '../rate-limits.ts';
import { REFUSAL_RESPONSES } from '../refusals.ts';
import { DAY_NOT_FOUND, labNotYours } from './admin-refusals.ts';
import {
  administratorOf,
  requireAdministrator,
  requireFreshAdministrator,
} from './administrator.ts';

const LISTED = { 200: enrollmentDayList, ...REFUSAL_RESPONSES };
const ADDED = { 201: enrollmentDayList, ...REFUSAL_RESPONSES };

/**
 * The enrollment days of an administrator's labs, with what waits on each. There is no approving here: that needs the
 * code from the screen of each machine, as in the inbox. Each answer is the whole list as it is then.
 */
export function registerEnrollmentDays(app: App, context: ServerContext): void {
  const onRequest = requireAdministrator(app, context);
  const describe = async (labs: readonly string[]) => ({
    days: [...(await listDays(context, context.grants, labs))],
  });

  app.get(
    ADMIN_ENROLLMENT_DAYS_PATH,
    { config: { rateLimit: perMinute(300) }, onRequest, schema: { response: LISTED } },
    async (request, reply) => reply.code(200).send(await describe(administratorOf(request).labs)),
  );
  app.post(
    ADMIN_ENROLLMENT_DAYS_PATH,
    {
      config: { rateLimit: perMinute(60) },
      onRequest: requireFreshAdministrator(app, context),
      schema: { body: planDayRequest, response: ADDED },
    },
    async (request, reply) => {
      const { labs } = administratorOf(request);
      const { lab } = request.body;
      if (!labs.includes(lab)) return reply.code(403).send(labNotYours(lab));
      await planDay(context, request.body, approverOf(request).agent);
      return reply.code(201).send(await describe(labs));
    },
  );
  app.delete(
    `${ADMIN_ENROLLMENT_DAYS_PATH}/:id`,
    {
      config: { rateLimit: perMinute(60) },
      onRequest,
      schema: { params: z.object({ id: z.uuid() }), response: LISTED },
    },
    async (request, reply) => {
      const { labs } = administratorOf(request);
      const { agent } = approverOf(request);
      if (!(await withdrawDay(context, request.params.id, labs, agent))) {
        return reply.code(404).send(DAY_NOT_FOUND);
      }
      return reply.code(200).send(await describe(labs));
    },
  );
}
