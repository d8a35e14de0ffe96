import type { InjectOptions } from 'fastify';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AdministratorSummary, DevicePage } from '../../../../protocol/src/admin-api.ts';
import { announcement, enrollmentDay } from '../../../support/announcement.ts';
import { eachTestApp } from '../../../support/each-test-app.ts';
import { RommDevice } from '../../../support/romm-device.ts';
import { EMAIL, type TestApp } from '../../../support/test-app.ts';

/* Every route of the administrators' pages, tried by who may not (security.md T23). */

const ADMIN = '/api/v1/admin';
const JSON_TYPE = { 'content-type': 'application/json' };

let test: TestApp;
let bearer: Record<string, string>;
let ownToken: string;
/** Of the other administrator: a workstation of her lab, and a device of her own. */
let foreign: string[];
let ada: AdministratorSummary;
eachTestApp(async (app) => {
  test = app;
});

beforeEach(async () => {
  const headers = await test.signIn();
  ({ bearer } = await test.enroll(['workstations:register_ssh_key', 'device-codes:approve']));
  ownToken = (await new RommDevice(test).pair(headers)).token.access_token;
  const page = (await test.get(`${ADMIN}/devices`, headers)).json<DevicePage>();
  foreign = page.devices.map(({ id }) => id);
  expect(foreign).toHaveLength(2);
  const server = `update administrators set server_administrator = true where email = '${EMAIL}'`;
  await test.db.execute(server);
  const list = (await test.get(`${ADMIN}/administrators`, headers)).json();
  ada = list.administrators.find(({ email }: { email: string }) => email === EMAIL);
});

function routes(): [name: string, request: InjectOptions][] {
  const [id] = foreign;
  const body = (method: InjectOptions['method'], url: string, value: unknown): InjectOptions => ({
    method: method ?? 'POST',
    url: `${ADMIN}${url}`,
    payload: JSON.stringify(value),
  });
  const rights = { labs: ['OTHER'], may_grant: [], server_administrator: true };
  return [
    ['GET devices', { method: 'GET', url: `${ADMIN}/devices` }],
    ['GET devices.csv', { method: 'GET', url: `${ADMIN}/devices.csv` }],
    ['GET device', { method: 'GET', url: `${ADMIN}/devices/${id}` }],
    ['PATCH device', body('PATCH', `/devices/${id}`, { name: 'mine' })],
    ['POST revoke', body('POST', '/devices/revoke', { device_ids: foreign })],
    ['GET inbox', { method: 'GET', url: `${ADMIN}/inbox` }],
    ['POST deny', body('POST', '/inbox/deny', { id })],
    ['GET expected', { method: 'GET', url: `${ADMIN}/expected` }],
    ['POST expected', body('POST', '/expected', announcement(test))],
    ['DELETE expected', { method: 'DELETE', url: `${ADMIN}/expected/${id}` }],
    ['POST reasons', body('POST', '/expected/reasons', { lab: 'NMGRL', asks: false })],
    ['GET days', { method: 'GET', url: `${ADMIN}/enrollment-days` }],
    ['POST days', body('POST', '/enrollment-days', enrollmentDay(test))],
    ['DELETE days', { method: 'DELETE', url: `${ADMIN}/enrollment-days/${id}` }],
    ['GET labs', { method: 'GET', url: `${ADMIN}/labs` }],
    ['POST labs', body('POST', '/labs', { name: 'MINE' })],
    ['GET administrators', { method: 'GET', url: `${ADMIN}/administrators` }],
    ['POST administrators', body('POST', '/administrators', { email: 'e@e.org', ...rights })],
    ['PUT administrator', body('PUT', `/administrators/${ada.id}`, rights)],
    ['DELETE administrator', { method: 'DELETE', url: `${ADMIN}/administrators/${ada.id}` }],
  ];
}

async function send(request: InjectOptions, headers: Record<string, string>) {
  const type = request.payload === undefined ? {} : JSON_TYPE;
  return await test.app.inject({ ...request, headers: { ...headers, ...type } });
}

describe('without a session', () => {
  it('every route is 401, to nobody and to every kind of token', async () => {
    for (const headers of [{}, bearer, { authorization: `Bearer ${ownToken}` }]) {
      for (const [name, request] of routes()) {
        const response = await send(request, headers);
        expect([name, response.statusCode]).toEqual([name, 401]);
      }
    }
  });
});

describe('an administrator of another lab', () => {
  it('sees none of the devices, by no filter', async () => {
    const eve = await test.signIn('eve@example.org');
    for (const query of [
      '',
      '?lab=NMGRL',
      '?search=lab',
      '?state=active',
      '?sort=lab&order=desc',
    ]) {
      const page = (await test.get(`${ADMIN}/devices${query}`, eve)).json<DevicePage>();
      expect([query, page]).toEqual([query, { devices: [], total: 0, next: null }]);
      const csv = (await test.get(`${ADMIN}/devices.csv${query}`, eve)).body;
      expect(csv.trim().split('\r\n')).toHaveLength(1);
    }
  });

  it('can neither read, rename nor revoke them', async () => {
    const eve = await test.signIn('eve@example.org');
    for (const id of foreign) {
      expect((await test.get(`${ADMIN}/devices/${id}`, eve)).statusCode).toBe(404);
      const rename = { method: 'PATCH', url: `${ADMIN}/devices/${id}` } as const;
      const renamed = await send({ ...rename, payload: '{"name":"mine"}' }, eve);
      expect(renamed.statusCode).toBe(404);
    }
    const revoked = await test.post(`${ADMIN}/devices/revoke`, { device_ids: foreign }, eve);
    expect(revoked.json().results.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'not-found',
      'not-found',
    ]);
    expect((await test.get('/api/v1/forgejo/whoami', bearer)).statusCode).toBe(200);
  });

  it('cannot look after labs or administrators: every such route is 403', async () => {
    const eve = await test.signIn('eve@example.org');
    for (const [name, request] of routes()) {
      if (!/labs|administrator/.test(name)) continue;
      const response = await send(request, eve);
      expect([name, response.statusCode, response.json().code]).toEqual([name, 403, 'forbidden']);
    }
  });
});

describe('changing anything', () => {
  it('needs the Origin and a CSRF token, on every route, even for who may', async () => {
    const own = await test.signIn();
    for (const forged of [{ 'x-csrf-token': '' }, { origin: 'https://evil.example' }]) {
      for (const [name, request] of routes()) {
        if (name.startsWith('GET')) continue;
        const response = await send(request, { ...own, ...forged });
        expect([name, response.statusCode]).toEqual([name, 403]);
      }
    }
  });
});
