import { desc, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { AuditKind } from '../../../protocol/src/audit.ts';
import { auditEvents } from '../../../server/src/db/audit-schema.ts';
import type { Database } from '../../../server/src/db/database.ts';
import { announcement, enrollmentDay } from '../../support/announcement.ts';
import { eachTestApp } from '../../support/each-test-app.ts';
import { newPublicKey } from '../../support/new-public-key.ts';
import { CLIENT_ID, OAuthFlow } from '../../support/oauth-flow.ts';
import { RommDevice } from '../../support/romm-device.ts';
import { routesOf } from '../../support/routes-of.ts';
import { EMAIL, PASSWORD, PUBLIC_URL, type TestApp } from '../../support/test-app.ts';

let test: TestApp;
let device: RommDevice;
let oauth: OAuthFlow;
eachTestApp(async (app) => {
  test = app;
  device = new RommDevice(app);
  oauth = await OAuthFlow.create(app);
});

/** Prepares what a route needs, and gives the one request that is looked at. */
type Story = () => Promise<() => Promise<unknown>>;

const API = '/api/v1/forgejo';
const ADMIN = '/api/v1/admin';

/** What each route that changes something tells. A new route is not let past without an entry here (security.md T24). */
const STORIES: Readonly<Record<string, readonly [AuditKind, Story]>> = {
  [`POST ${API}/device-codes`]: ['grant-started', async () => () => test.start()],
  [`POST ${API}/device-codes/poll`]: [
    'credential-minted',
    async () => {
      const started = await test.start();
      await test.decide('approve', started.user_code, await test.signIn());
      return () => test.poll(started.device_code);
    },
  ],
  [`POST ${API}/device-codes/ack`]: [
    'credential-acknowledged',
    async () => {
      const { started } = await test.enroll(undefined, { capabilities: ['ack'] });
      return () => test.post(`${API}/device-codes/ack`, { device_code: started.device_code });
    },
  ],
  [`POST ${API}/device-codes/lookup`]: ['code-looked-up', deciding('lookup')],
  [`POST ${API}/device-codes/approve`]: ['grant-approved', deciding('approve')],
  [`POST ${API}/device-codes/deny`]: ['grant-denied', deciding('deny')],
  [`POST ${API}/workstations/ssh-keys`]: [
    'key-registered',
    async () => {
      const { bearer } = await test.enroll();
      const path = `${API}/workstations/ssh-keys`;
      return () => test.post(path, { public_key: newPublicKey() }, bearer);
    },
  ],
  [`DELETE ${API}/tokens/self`]: [
    'credential-revoked',
    async () => {
      const { bearer } = await test.enroll();
      return () => device.request('DELETE', `${API}/tokens/self`, bearer);
    },
  ],
  'POST /api/v1/session': [
    'signed-in',
    async () => () => {
      const account = { email: 'ada@example.org', password: PASSWORD };
      return test.post('/api/v1/session', account, { origin: PUBLIC_URL });
    },
  ],
  'DELETE /api/v1/session': [
    'signed-out',
    async () => {
      const ada = await test.signIn();
      return () => device.request('DELETE', '/api/v1/session', ada);
    },
  ],
  'POST /api/auth/device/init': ['grant-started', async () => () => device.init()],
  'POST /api/auth/device/token': [
    'credential-minted',
    async () => {
      const { device_code, user_code } = await device.init();
      await device.approve(user_code, await test.signIn());
      return () => device.poll(device_code);
    },
  ],
  'GET /api/auth/device/pending/:user_code': [
    'code-looked-up',
    async () => {
      const { user_code } = await device.init();
      const ada = await test.signIn();
      return () => device.pending(user_code, ada);
    },
  ],
  'POST /api/auth/device/approve': [
    'grant-approved',
    async () => {
      const { user_code } = await device.init();
      const ada = await test.signIn();
      return () => device.approve(user_code, ada);
    },
  ],
  'POST /api/auth/device/deny': [
    'grant-denied',
    async () => {
      const { user_code } = await device.init();
      const ada = await test.signIn();
      return () => device.deny(user_code, ada);
    },
  ],
  [`PATCH ${ADMIN}/devices/:id`]: [
    'device-changed',
    async () => {
      const { ada, id } = await enrolledDevice();
      return () => device.request('PATCH', `${ADMIN}/devices/${id}`, ada, { name: 'Red one' });
    },
  ],
  [`POST ${ADMIN}/devices/revoke`]: [
    'credential-revoked',
    async () => {
      const { ada, id } = await enrolledDevice();
      return () => test.post(`${ADMIN}/devices/revoke`, { device_ids: [id] }, ada);
    },
  ],
  [`POST ${ADMIN}/inbox/deny`]: [
    'grant-denied',
    async () => {
      await test.start();
      const ada = await test.signIn();
      const { requests } = (await test.get(`${ADMIN}/inbox`, ada)).json();
      return () => test.post(`${ADMIN}/inbox/deny`, { id: requests[0].id }, ada);
    },
  ],
  [`POST ${ADMIN}/expected`]: [
    'device-announced',
    async () => {
      const ada = await test.signIn();
      return () => test.post(`${ADMIN}/expected`, announcement(test), ada);
    },
  ],
  [`DELETE ${ADMIN}/expected/:id`]: [
    'announcement-withdrawn',
    async () => {
      const ada = await test.signIn();
      const list = (await test.post(`${ADMIN}/expected`, announcement(test), ada)).json();
      return () => device.request('DELETE', `${ADMIN}/expected/${list.devices[0].id}`, ada);
    },
  ],
  [`POST ${ADMIN}/expected/reasons`]: [
    'lab-changed',
    async () => {
      const ada = await test.signIn();
      return () => test.post(`${ADMIN}/expected/reasons`, { lab: 'NMGRL', asks: true }, ada);
    },
  ],
  [`POST ${ADMIN}/enrollment-days`]: [
    'enrollment-day-planned',
    async () => {
      const ada = await test.signIn();
      return () => test.post(`${ADMIN}/enrollment-days`, enrollmentDay(test), ada);
    },
  ],
  [`DELETE ${ADMIN}/enrollment-days/:id`]: [
    'enrollment-day-withdrawn',
    async () => {
      const ada = await test.signIn();
      const list = (await test.post(`${ADMIN}/enrollment-days`, enrollmentDay(test), ada)).json();
      return () => device.request('DELETE', `${ADMIN}/enrollment-days/${list.days[0].id}`, ada);
    },
  ],
  'POST /api/v1/disown': [
    'credential-revoked',
    async () => {
      await test.enroll();
      const token = await test.disownToken();
      return () => test.post('/api/v1/disown', { token });
    },
  ],
  [`POST ${ADMIN}/labs`]: [
    'lab-added',
    async () => {
      const ada = await serverAdministrator();
      return () => test.post(`${ADMIN}/labs`, { name: 'AGES' }, ada);
    },
  ],
  [`POST ${ADMIN}/administrators`]: [
    'administrator-added',
    async () => {
      const ada = await serverAdministrator();
      return () =>
        test.post(`${ADMIN}/administrators`, { email: 'new@example.org', ...RIGHTS }, ada);
    },
  ],
  [`PUT ${ADMIN}/administrators/:id`]: [
    'administrator-changed',
    async () => {
      const ada = await serverAdministrator();
      const path = `${ADMIN}/administrators/${await idOf(ada, 'eve@example.org')}`;
      return () => device.request('PUT', path, ada, RIGHTS);
    },
  ],
  [`DELETE ${ADMIN}/administrators/:id`]: [
    'administrator-removed',
    async () => {
      const ada = await serverAdministrator();
      const path = `${ADMIN}/administrators/${await idOf(ada, 'eve@example.org')}`;
      return () => device.request('DELETE', path, ada);
    },
  ],
  'PUT /api/devices/:id': [
    'device-changed',
    async () => {
      const { token, bearer } = await device.pair(await test.signIn());
      const path = `/api/devices/${token.device_id}`;
      return () => device.request('PUT', path, bearer, { name: 'Red one' });
    },
  ],
  'DELETE /api/devices/:id': [
    'device-deleted',
    async () => {
      const { token, bearer } = await device.pair(await test.signIn());
      return () => device.request('DELETE', `/api/devices/${token.device_id}`, bearer);
    },
  ],
  'DELETE /api/client-tokens/:id': [
    'credential-revoked',
    async () => {
      const { bearer } = await device.pair(await test.signIn());
      const [token] = (await test.get('/api/client-tokens', bearer)).json();
      return () => device.request('DELETE', `/api/client-tokens/${token.id}`, bearer);
    },
  ],
  'POST /oauth/device_authorization': ['grant-started', async () => () => oauth.start()],
  'POST /oauth/token': [
    'credential-minted',
    async () => {
      const started = await oauth.start();
      await test.decide('approve', started.user_code, await test.signIn());
      return () => oauth.poll(started.device_code);
    },
  ],
  'POST /oauth/revoke': [
    'credential-revoked',
    async () => {
      const { token } = await oauth.obtain();
      return () => test.postForm('/oauth/revoke', { client_id: CLIENT_ID, token });
    },
  ],
};

/** POSTs because their parameters are secret (RFC 7662 section 2.1). They change nothing. */
const READS = ['POST /oauth/introspect', 'POST /api/v1/disown/lookup'];

const RIGHTS = { labs: ['OTHER'], may_grant: [], server_administrator: false };

async function enrolledDevice() {
  await test.enroll();
  const ada = await test.signIn();
  const { devices } = (await test.get(`${ADMIN}/devices`, ada)).json();
  return { ada, id: devices[0].id };
}

async function serverAdministrator() {
  const server = `update administrators set server_administrator = true where email = '${EMAIL}'`;
  await test.db.execute(server);
  return await test.signIn();
}

async function idOf(headers: Record<string, string>, email: string): Promise<string> {
  const { administrators } = (await test.get(`${ADMIN}/administrators`, headers)).json();
  return administrators.find((each: { email: string }) => each.email === email).id;
}

function deciding(verb: 'lookup' | 'approve' | 'deny'): Story {
  return async () => {
    const { user_code } = await test.start();
    const ada = await test.signIn();
    return () => test.decide(verb, user_code, ada);
  };
}

describe('the audit log', () => {
  it('has a story for every route that can change something', () => {
    const changing = routesOf(test.app)
      .filter(({ method }) => method !== 'GET' && method !== 'OPTIONS')
      .map(({ method, url }) => `${method} ${url}`);
    const told = Object.keys(STORIES).filter((route) => !route.startsWith('GET '));
    expect([...changing].sort()).toEqual([...told, ...READS].sort());
  });

  it.each(Object.entries(STORIES))('%s tells it', async (_route, [kind, story]) => {
    const request = await story();
    const [last] = await test.db.select().from(auditEvents).orderBy(desc(auditEvents.id)).limit(1);
    await request();
    const told = await test.db.select().from(auditEvents).orderBy(desc(auditEvents.id));
    const added = told.filter(({ id }) => id > (last?.id ?? 0));
    expect(added.map((event) => event.kind)).toContain(kind);
    for (const { actor, address } of added) {
      expect([actor, address]).not.toContain(null);
      expect(actor).not.toBe('server');
    }
  });

  it.each(Object.entries(STORIES))(
    '%s does nothing that cannot be told',
    async (route, [, story]) => {
      const request = await story();
      const before = await stateOf(test.db);
      await test.db.execute(sql.raw(REFUSE_EVENTS));
      try {
        const answer = (await request()) as { statusCode?: number; body?: string };
        // One answer for many devices says of each that it failed.
        if (!answer.body?.includes('"outcome":"failed"')) expect(answer.statusCode).not.toBe(200);
      } finally {
        await test.db.execute(sql.raw('alter table audit_events drop constraint refused'));
      }
      expect(await stateOf(test.db)).toEqual(before);
      // A look-up changes nothing in any case; that it is refused is what counts.
      if (!route.includes('lookup') && !route.includes('pending')) {
        await request();
        expect(await stateOf(test.db)).not.toEqual(before);
      }
    },
  );
});

const REFUSE_EVENTS = 'alter table audit_events add constraint refused check (false) not valid';

const TABLES = [
  'labs',
  'administrators',
  'sessions',
  'grants',
  'devices',
  'credentials',
  'ssh_keys',
  'expected_devices',
  'enrollment_days',
] as const;

/** All that the server knows, but for when it was last asked. */
async function stateOf(db: Database): Promise<readonly unknown[]> {
  const tables: unknown[] = [];
  for (const table of TABLES) {
    const row = sql.raw(`to_jsonb(${table}) - 'last_seen_at' - 'last_used_at'`);
    const rows = await db.select({ row }).from(sql.raw(table)).orderBy(row);
    tables.push(rows);
  }
  return tables;
}
