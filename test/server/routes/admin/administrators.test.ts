import { describe, expect, it } from 'vitest';
import {
  type AdministratorSummary,
  addedAdministrator,
  administratorList,
  labList,
} from '../../../../protocol/src/admin-api.ts';
import { GRANTABLE_SCOPES } from '../../../../protocol/src/grantable-scopes.ts';
import { eachTestApp } from '../../../support/each-test-app.ts';
import { RommDevice } from '../../../support/romm-device.ts';
import { EMAIL, PUBLIC_URL, type TestApp } from '../../../support/test-app.ts';

const LABS = '/api/v1/admin/labs';
const ADMINISTRATORS = '/api/v1/admin/administrators';
const KEY_SCOPE = 'workstations:register_ssh_key';
const RIGHTS = { labs: ['NMGRL'], may_grant: [KEY_SCOPE], server_administrator: false };

let test: TestApp;
let ada: Record<string, string>;
eachTestApp(async (app) => {
  test = app;
  await test.db.execute(
    `update administrators set server_administrator = true where email = '${EMAIL}'`,
  );
  ada = await test.signIn();
});

async function request(method: 'PUT' | 'DELETE', email: string, body?: unknown, headers = ada) {
  const { id } = await find(email);
  return await test.app.inject({
    method,
    url: `${ADMINISTRATORS}/${id}`,
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { payload: JSON.stringify(body) } : {}),
  });
}

async function listed(): Promise<AdministratorSummary[]> {
  const response = await test.get(ADMINISTRATORS, ada);
  expect(response.body).not.toMatch(/password|argon2/i);
  return administratorList.strict().parse(response.json()).administrators;
}

async function find(email: string): Promise<AdministratorSummary> {
  const found = (await listed()).find((each) => each.email === email);
  if (!found) throw new Error(`There is no ${email}`);
  return found;
}

describe('labs', () => {
  it('are listed with how many devices and administrators they have', async () => {
    await test.enroll();
    const { labs } = labList.strict().parse((await test.get(LABS, ada)).json());
    expect(
      labs.map(({ name, devices, administrators }) => [name, devices, administrators]),
    ).toEqual([
      ['NMGRL', 1, 1],
      ['OTHER', 0, 1],
    ]);
  });

  it('are added with their repository, once each', async () => {
    const added = await test.post(LABS, { name: 'OSU' }, ada);
    expect(added.statusCode).toBe(201);
    expect(added.json().labs).toHaveLength(3);
    expect(test.gitHost.repositories.has('OSU/MetaData')).toBe(true);
    const again = await test.post(LABS, { name: 'OSU' }, ada);
    expect([again.statusCode, again.json().code]).toEqual([409, 'already_exists']);
    expect((await test.post(LABS, { name: '../x' }, ada)).statusCode).toBe(400);
  });
});

describe('adding an administrator', () => {
  it('says a password once, with which they sign in', async () => {
    const body = { email: 'Grace@example.org', ...RIGHTS };
    const response = await test.post(ADMINISTRATORS, body, ada);
    expect(response.statusCode).toBe(201);
    const { administrator, password } = addedAdministrator.strict().parse(response.json());
    expect(administrator).toMatchObject({ email: 'grace@example.org', ...RIGHTS });
    const credentials = { email: 'grace@example.org', password };
    const signedIn = await test.post('/api/v1/session', credentials, { origin: PUBLIC_URL });
    expect(signedIn.json()).toMatchObject({
      labs: ['NMGRL'],
      may_grant: [KEY_SCOPE],
      server_administrator: false,
    });
    expect(test.log.join('')).not.toContain(password);
  });

  it('is 409 for one who is there, and 400 for a lab that is not', async () => {
    const twice = await test.post(ADMINISTRATORS, { email: EMAIL, ...RIGHTS }, ada);
    expect([twice.statusCode, twice.json().code]).toEqual([409, 'already_exists']);
    const nowhere = { email: 'grace@example.org', ...RIGHTS, labs: ['NOWHERE'] };
    const response = await test.post(ADMINISTRATORS, nowhere, ada);
    expect(response.statusCode).toBe(400);
    expect(response.json().message).toContain('no lab NOWHERE');
  });
});

describe('changing an administrator', () => {
  it('counts from their next request on', async () => {
    const eve = await test.signIn('eve@example.org');
    const response = await request('PUT', 'eve@example.org', {
      ...RIGHTS,
      labs: ['NMGRL', 'OTHER'],
    });
    expect(response.statusCode).toBe(200);
    expect((await test.get('/api/v1/session', eve)).json()).toMatchObject({
      labs: ['NMGRL', 'OTHER'],
      may_grant: [KEY_SCOPE],
    });
  });

  it('bounds what their approvals give: 403 beyond it', async () => {
    await request('PUT', EMAIL, { ...RIGHTS, server_administrator: true });
    const { user_code, device_code } = await test.start();
    const scopes = [KEY_SCOPE, 'device-codes:approve'];
    const beyond = await test.decide('approve', user_code, ada, { scopes });
    expect([beyond.statusCode, beyond.json().code]).toEqual([403, 'forbidden']);
    expect((await test.poll(device_code)).statusCode).toBe(425);
    expect((await test.decide('approve', user_code, ada)).statusCode).toBe(200);
  });

  it('bounds what a device of their own is offered: what was asked and they may grant', async () => {
    const may_grant = ['me.read', 'roms.read', 'roms.write'];
    await request('PUT', EMAIL, { ...RIGHTS, may_grant, server_administrator: true });
    const device = new RommDevice(test);
    const { user_code } = await device.init();
    const pending = (await device.pending(user_code, ada)).json();
    expect(pending.allowed_scopes).toEqual(['me.read', 'roms.read']);
    const beyond = { approved_scopes: ['me.read', 'me.write'] };
    expect((await device.approve(user_code, ada, beyond)).statusCode).toBe(403);
    const within = { approved_scopes: ['me.read'] };
    expect((await device.approve(user_code, ada, within)).statusCode).toBe(200);
  });

  it('leaves the server its last administrator', async () => {
    for (const refused of [await request('PUT', EMAIL, RIGHTS), await request('DELETE', EMAIL)]) {
      expect([refused.statusCode, refused.json().code]).toEqual([409, 'last_administrator']);
    }
    await request('PUT', 'eve@example.org', { ...RIGHTS, server_administrator: true });
    expect((await request('PUT', EMAIL, RIGHTS)).statusCode).toBe(200);
  });
});

describe('removing an administrator', () => {
  it('signs them out and ends the tokens of their own devices', async () => {
    const eve = await test.signIn('eve@example.org');
    const { bearer } = await new RommDevice(test).pair(eve);
    expect((await request('DELETE', 'eve@example.org')).statusCode).toBe(200);
    expect((await test.get('/api/v1/session', eve)).statusCode).toBe(401);
    expect((await test.get('/api/users/me', bearer)).statusCode).toBe(401);
    expect((await listed()).map(({ email }) => email)).toEqual([EMAIL]);
  });

  it('leaves the workstations that they approved', async () => {
    const started = await test.start();
    const eve = await test.signIn('eve@example.org');
    await test.decide('approve', started.user_code, eve, { lab: 'OTHER' });
    const { api_token } = (await test.poll(started.device_code)).json();
    await request('DELETE', 'eve@example.org');
    const bearer = { authorization: `Bearer ${api_token}` };
    expect((await test.get('/api/v1/forgejo/whoami', bearer)).statusCode).toBe(200);
  });
});

describe('a new administrator of the command line', () => {
  it('may grant everything unless it says less', async () => {
    expect((await find('eve@example.org')).may_grant).toEqual([...GRANTABLE_SCOPES]);
  });
});
