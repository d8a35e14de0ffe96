import {
  ADMIN_EXPECTED_PATH,
  ADMIN_REASONS_PATH,
  announceRequest,
  expectedList,
  reasonsRequest,
} from '@onbench/protocol/expected-api';
import { z } from 'zod';
import type { App, ServerContext } from '../../context.ts';
import {
  announceDevices,
  askForReasons,
  listAnnouncements,
  listReasons,
  withdrawAnnouncement,
} from '../../expected/announcements.ts';
import { approverOf } from '../approver.ts';
import { perMinute } from '../rate-limits.ts';
import { REFUSAL_RESPONSES } from '../refusals.ts';
import { ANNOUNCEMENT_NOT_FOUND, labNotYours } from './admin-refusals.ts';
import {
  administratorOf,
  requireAdministrator,
  requireFreshAdministrator,
} from './administrator.ts';

const LISTED = { 200: expectedList, ...REFUSAL_RESPONSES };
const ADDED = { 201: expectedList, ...REFUSAL_RESPONSES };

/** What is announced for the labs of an administrator. Each answer is the whole list as it is then. */
export function registerExpected(app: App, context: ServerContext): void {
  const onRequest = requireAdministrator(app, context);
  const onFreshRequest = requireFreshAdministrator(app, context);
  const config = { rateLimit: perMinute(60) };
  const describe = async (labs: readonly string[]) => ({
    devices: [...(await listAnnouncements(context, labs))],
    labs: [...(await listReasons(context, labs))],
  });

  app.get(
    ADMIN_EXPECTED_PATH,
    { onRequest, schema: { response: LISTED } },
    async (request, reply) => reply.code(200).send(await describe(administratorOf(request).labs)),
  );
  app.post(
    ADMIN_EXPECTED_PATH,
    { config, onRequest: onFreshRequest, schema: { body: announceRequest, response: ADDED } },
    async (request, reply) => {
      const { labs } = administratorOf(request);
      const { lab } = request.body;
      if (!labs.includes(lab)) return reply.code(403).send(labNotYours(lab));
      await announceDevices(context, request.body, approverOf(request).agent);
      return reply.code(201).send(await describe(labs));
    },
  );
  app.delete(
    `${ADMIN_EXPECTED_PATH}/:id`,
    { config, onRequest, schema: { params: z.object({ id: z.uuid() }), response: LISTED } },
    async (request, reply) => {
      const { labs } = administratorOf(request);
      const { agent } = approverOf(request);
      if (!(await withdrawAnnouncement(context, request.params.id, labs, agent))) {
        return reply.code(404).send(ANNOUNCEMENT_NOT_FOUND);
      }
      return reply.code(200).send(await describe(labs));
    },
  );
  app.post(
    ADMIN_REASONS_PATH,
    { config, onRequest: onFreshRequest, schema: { body: reasonsRequest, response: LISTED } },
    async (request, reply) => {
      const { labs } = administratorOf(request);
      const { lab, asks } = request.body;
      if (!labs.includes(lab)) return reply.code(403).send(labNotYours(lab));
      await askForReasons(context, lab, asks, approverOf(request).agent);
      return reply.code(200).send(await describe(labs));
    },
  );
}
