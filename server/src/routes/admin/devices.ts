import { Readable } from 'node:stream';
import {
  ADMIN_DEVICES_CSV_PATH,
  ADMIN_DEVICES_PATH,
  device,
  deviceDetails,
  devicePage,
  deviceQuery,
  renameRequest,
} from '@onbench/protocol/admin-api';
import { z } from 'zod';
import type { App, ServerContext } from '../../context.ts';
import { describeDevice, describeToken } from '../../devices/describe-device.ts';
import { devicesAsCsv } from '../../devices/devices-as-csv.ts';
import { countDevices, findDeviceRow, listDevicePage } from '../../devices/list-devices.ts';
import { listTokens } from '../../devices/list-tokens.ts';
import { renameDevice } from '../../devices/rename-device.ts';
import { approverOf } from '../approver.ts';
import { perMinute } from '../rate-limits.ts';
import { REFUSAL_RESPONSES } from '../refusals.ts';
import { DEVICE_NOT_FOUND, LIST_CHANGED } from './admin-refusals.ts';
import { administratorOf, requireAdministrator } from './administrator.ts';

const DEVICE_PATH = `${ADMIN_DEVICES_PATH}/:id`;
const PAGE_SIZE = 50;
const params = z.object({ id: z.uuid() });

/** The devices of an administrator's labs, and their own. */
export function registerAdminDevices(app: App, context: ServerContext): void {
  registerList(app, context);
  registerOne(app, context);
}

function registerList(app: App, context: ServerContext): void {
  const onRequest = requireAdministrator(app, context);
  app.get(
    ADMIN_DEVICES_PATH,
    {
      config: { rateLimit: perMinute(300) },
      onRequest,
      schema: { querystring: deviceQuery, response: { 200: devicePage, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const viewer = administratorOf(request);
      const page = await listDevicePage(context, viewer, request.query, PAGE_SIZE);
      if (!page) return reply.code(400).send(LIST_CHANGED);
      const total = await countDevices(context, viewer, request.query);
      const { rows, next } = page;
      return reply.code(200).send({ devices: rows.map(describeDevice), total, next });
    },
  );
  app.get(
    ADMIN_DEVICES_CSV_PATH,
    {
      config: { rateLimit: perMinute(20) },
      onRequest,
      schema: { querystring: deviceQuery.omit({ after: true }) },
    },
    async (request, reply) => {
      const text = devicesAsCsv(context, administratorOf(request), request.query);
      return reply
        .header('content-disposition', 'attachment; filename="devices.csv"')
        .type('text/csv; charset=utf-8; header=present')
        .send(Readable.from(text));
    },
  );
}

function registerOne(app: App, context: ServerContext): void {
  const onRequest = requireAdministrator(app, context);
  app.get(
    DEVICE_PATH,
    {
      config: { rateLimit: perMinute(300) },
      onRequest,
      schema: { params, response: { 200: deviceDetails, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const { id } = request.params;
      const row = await findDeviceRow(context, administratorOf(request), id);
      if (!row) return reply.code(404).send(DEVICE_NOT_FOUND);
      const tokens = await listTokens(context, id);
      const described = { device: describeDevice(row), tokens: tokens.map(describeToken) };
      return reply.code(200).send(described);
    },
  );
  app.patch(
    DEVICE_PATH,
    {
      config: { rateLimit: perMinute(60) },
      onRequest,
      schema: { params, body: renameRequest, response: { 200: device, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const viewer = administratorOf(request);
      const { id } = request.params;
      const row = await renameDevice(context, viewer, id, {
        name: request.body.name,
        by: approverOf(request).agent,
      });
      if (!row) return reply.code(404).send(DEVICE_NOT_FOUND);
      request.log.info({ device: id, by: viewer.email }, 'device renamed');
      return reply.code(200).send(describeDevice(row));
    },
  );
}
