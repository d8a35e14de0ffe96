import {
  ROMM_DEVICES_PATH,
  rommDevice,
  rommDeviceList,
  rommDeviceUpdate,
} from '@onbench/protocol/romm-devices';
import { z } from 'zod';
import type { App, ServerContext } from '../../context.ts';
import {
  deleteDevice,
  findDevice,
  listDevices,
  updateDevice,
} from '../../devices/person-device-store.ts';
import { callerOf, requireCaller } from './caller.ts';
import { describeDevice, toDeviceChange } from './device-wire.ts';
import { DEVICE_NOT_FOUND, ROMM_REFUSALS } from './romm-refusals.ts';

const DEVICE_PATH = `${ROMM_DEVICES_PATH}/:id`;
const params = z.object({ id: z.string() });

/** A person's devices. Somebody else's is as one that does not exist. */
export function registerRommDevices(app: App, context: ServerContext): void {
  registerReading(app, context);
  registerChanging(app, context);
}

function registerReading(app: App, context: ServerContext): void {
  const onRequest = requireCaller(app, context, 'devices.read');
  app.get(
    ROMM_DEVICES_PATH,
    { onRequest, schema: { response: { 200: rommDeviceList, ...ROMM_REFUSALS } } },
    async (request, reply) => {
      const { person } = callerOf(request);
      const found = await listDevices(context.db, person.id);
      return reply.code(200).send(found.map((device) => describeDevice(device, person)));
    },
  );
  app.get(
    DEVICE_PATH,
    { onRequest, schema: { params, response: { 200: rommDevice, ...ROMM_REFUSALS } } },
    async (request, reply) => {
      const { person } = callerOf(request);
      const device = await findDevice(context.db, person.id, request.params.id);
      if (!device) return reply.code(404).send(DEVICE_NOT_FOUND);
      return reply.code(200).send(describeDevice(device, person));
    },
  );
}

function registerChanging(app: App, context: ServerContext): void {
  const { db, clock } = context;
  const onRequest = requireCaller(app, context, 'devices.write');
  app.put(
    DEVICE_PATH,
    {
      onRequest,
      schema: { params, body: rommDeviceUpdate, response: { 200: rommDevice, ...ROMM_REFUSALS } },
    },
    async (request, reply) => {
      const { person, agent } = callerOf(request);
      const before = await findDevice(db, person.id, request.params.id);
      const change = before && toDeviceChange(request.body, before);
      const device = change && (await updateDevice(db, clock, before, change, agent));
      if (!device) return reply.code(404).send(DEVICE_NOT_FOUND);
      return reply.code(200).send(describeDevice(device, person));
    },
  );
  app.delete(
    DEVICE_PATH,
    { onRequest, schema: { params, response: { 204: z.null(), ...ROMM_REFUSALS } } },
    async (request, reply) => {
      const { person, agent } = callerOf(request);
      const { id } = request.params;
      const deleted = await deleteDevice(db, person.id, id, agent);
      if (!deleted) return reply.code(404).send(DEVICE_NOT_FOUND);
      request.log.info({ device: id }, 'device deleted');
      return reply.code(204).send(null);
    },
  );
}
