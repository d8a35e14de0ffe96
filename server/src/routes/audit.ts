import { Readable } from 'node:stream';
import {
  AUDIT_EXPORT_PATH,
  AUDIT_FORMATS,
  AUDIT_PATH,
  type AuditFormat,
  auditFilter,
  auditPage,
} from '@onbench/protocol/audit';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type AuditReader, allEvents, findEvents } from '../audit/find-events.ts';
import { writeEvents } from '../audit/write-events.ts';
import type { App, ServerContext } from '../context.ts';
import { approverOf, requireApprover } from './approver.ts';
import { perMinute } from './rate-limits.ts';
import { REFUSAL_RESPONSES } from './refusals.ts';

const PAGE_SIZE = 50;

const pageQuery = auditFilter.extend({
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
});

const exportQuery = auditFilter.extend({ format: z.enum(AUDIT_FORMATS) });

/** What happened, as far as it concerns the labs of an administrator, to read and to take along. */
export function registerAudit(app: App, context: ServerContext): void {
  const onRequest = requireApprover(app, context);
  app.get(
    AUDIT_PATH,
    {
      onRequest,
      schema: { querystring: pageQuery, response: { 200: auditPage, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const { before, ...filter } = request.query;
      const reader = readerOf(request);
      const query = { filter, reader, before, limit: PAGE_SIZE };
      return reply.code(200).send(await findEvents(context.db, query));
    },
  );
  app.get(
    AUDIT_EXPORT_PATH,
    { config: { rateLimit: perMinute(10) }, onRequest, schema: { querystring: exportQuery } },
    async (request, reply) => {
      const { format, ...filter } = request.query;
      const events = allEvents(context.db, { filter, reader: readerOf(request) });
      return reply
        .type(CONTENT_TYPES[format])
        .header('content-disposition', `attachment; filename="onbench-audit.${format}"`)
        .send(Readable.from(writeEvents(events, format)));
    },
  );
}

const CONTENT_TYPES: Readonly<Record<AuditFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
};

/** Who looks after the server reads everything; others what concerns their labs. */
function readerOf(request: FastifyRequest): AuditReader | null {
  if (request.session?.administrator.serverAdministrator) return null;
  const { labs, agent } = approverOf(request);
  return { labs, id: agent.id };
}
