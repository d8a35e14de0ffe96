import { sql } from 'drizzle-orm';
import { vi } from 'vitest';
import { Secret } from '../../protocol/src/secret.ts';
import { addAdministrator, findAdministrator } from '../../server/src/accounts/administrators.ts';
import { addLab, ensureDefaultRepositories } from '../../server/src/accounts/labs.ts';
import { createPasswordHasher } from '../../server/src/accounts/password-hasher.ts';
import { BY_PASSWORD, createSessionStore } from '../../server/src/accounts/session-store.ts';
import { buildApp } from '../../server/src/app.ts';
import { OPERATOR_AGENT } from '../../server/src/audit/agent.ts';
import { DEFAULT_LIMITS, type LimitsConfig } from '../../server/src/config/limits-config.ts';
import type { App } from '../../server/src/context.ts';
import { settleKeys } from '../../server/src/credentials/settle-keys.ts';
import type { Database, OpenDatabase } from '../../server/src/db/database.ts';
import { openPglite } from '../../server/src/db/open-pglite.ts';
import { PendingGrants } from '../../server/src/grants/pending-grants.ts';
import { logOptions } from '../../server/src/log.ts';
import type { Mailer } from '../../server/src/mail/mailer.ts';
import { sweepMail } from '../../server/src/mail/sweep-mail.ts';
import { createMetrics } from '../../server/src/metrics.ts';
import { Readiness } from '../../server/src/readiness.ts';
import { FakeGitHost } from '../fakes/fake-git-host.ts';
import { FakeServerClock } from '../fakes/fake-server-clock.ts';
import { newPublicKey } from './new-public-key.ts';
import { emptyAuditLog } from './tamper.ts';

// A database in WebAssembly and real password hashes, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

export const PUBLIC_URL = 'https://enroll.example';
export const EMAIL = 'ada@example.org';
export const PASSWORD = 'correct horse battery';
export const METRICS_TOKEN = new Secret('metrics for the monitor');

const TABLES =
  'outbox, enrollment_day_grants, enrollment_days, expected_devices, wrong_user_codes, sign_in_attempts, ssh_keys, credentials, devices, grants, oauth_clients, sessions, administrator_labs, administrators, labs';

/** An embedded database in memory for a whole test file: making one takes seconds, emptying it none. */
export async function openTestDatabase() {
  const database = await openPglite();
  const passwordHash = await createPasswordHasher().hash(new Secret(PASSWORD));
  return { ...database, passwordHash };
}

/** A server with two labs, `NMGRL` with an administrator and `OTHER`, on an emptied database. */
export class TestApp {
  readonly clock = new FakeServerClock();
  readonly gitHost = new FakeGitHost();
  readonly readiness = new Readiness([]);
  readonly log: string[] = [];
  readonly db: Database;
  app!: App;

  private constructor(db: Database) {
    this.db = db;
  }

  static async create(
    database: Pick<OpenDatabase, 'db' | 'announcements'> & { passwordHash: string },
    webFolder = '/nonexistent',
    limits: Partial<LimitsConfig> = {},
  ): Promise<TestApp> {
    const { db, announcements, passwordHash } = database;
    const test = new TestApp(db);
    await db.execute(sql.raw(`truncate ${TABLES} cascade`));
    await emptyAuditLog(db);
    for (const lab of ['NMGRL', 'OTHER']) await addLab(db, test.clock, lab, OPERATOR_AGENT);
    await ensureDefaultRepositories(db, test.gitHost);
    const ada = { email: EMAIL, passwordHash, labs: ['NMGRL'] };
    const eve = { email: 'eve@example.org', passwordHash, labs: ['OTHER'] };
    await addAdministrator(db, test.clock, ada, OPERATOR_AGENT);
    await addAdministrator(db, test.clock, eve, OPERATOR_AGENT);
    test.app = await buildApp({
      db,
      clock: test.clock,
      gitHost: test.gitHost,
      pending: new PendingGrants(announcements, test.clock),
      metrics: createMetrics(),
      metricsToken: METRICS_TOKEN,
      readiness: test.readiness,
      userCodeKey: Buffer.alloc(32, 7),
      signIn: { passwords: true, provider: null },
      publicUrl: () => PUBLIC_URL,
      webFolder,
      limits: { ...DEFAULT_LIMITS, ...limits },
      logger: logOptions('trace', { write: (line) => test.log.push(line) }),
    });
    return test;
  }

  async post(path: string, body: unknown, headers: Record<string, string> = {}) {
    return await this.app.inject({
      method: 'POST',
      url: path,
      payload: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  async postForm(
    path: string,
    form: ConstructorParameters<typeof URLSearchParams>[0],
    headers: Record<string, string> = {},
  ) {
    return await this.app.inject({
      method: 'POST',
      url: path,
      payload: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  }

  /** Once nothing can be under way any more, as the server does by itself every two seconds. */
  async settle(): Promise<void> {
    this.clock.advance(20);
    await settleKeys(this, this.app.log);
  }

  async get(path: string, headers: Record<string, string> = {}) {
    return await this.app.inject({ method: 'GET', url: path, headers });
  }

  async start(body: Record<string, unknown> = {}) {
    const response = await this.post('/api/v1/forgejo/device-codes', this.startRequest(body));
    return response.json<Started>();
  }

  /** What a workstation with a new key sends first. */
  startRequest(body: Record<string, unknown> = {}) {
    return { public_key: newPublicKey(), hostname: 'lab-mac-01', ...body };
  }

  async poll(deviceCode: string) {
    return await this.post('/api/v1/forgejo/device-codes/poll', { device_code: deviceCode });
  }

  /**
   * The headers with which a signed-in browser's page calls. The session is made directly: checking a password takes as
   * long as the rest of a test.
   */
  async signIn(email = EMAIL): Promise<Record<string, string>> {
    const account = await findAdministrator(this.db, email);
    if (!account) throw new Error(`There is no ${email}`);
    const id = await createSessionStore(this.db, this.clock).create(
      account,
      '127.0.0.1',
      BY_PASSWORD,
    );
    const cookie = `__Host-onbench-session=${id.reveal()}`;
    const response = await this.get('/api/v1/session', { cookie });
    const { csrf_token } = response.json<{ csrf_token: string }>();
    return { origin: PUBLIC_URL, 'x-csrf-token': csrf_token, cookie };
  }

  async decide(
    verb: 'approve' | 'deny' | 'lookup',
    userCode: string,
    headers: Record<string, string>,
    body: Record<string, unknown> = {},
  ) {
    const approval = {
      lab: 'NMGRL',
      technician_email: 'tech@example.org',
      scopes: ['workstations:register_ssh_key'],
    };
    return await this.post(
      `/api/v1/forgejo/device-codes/${verb}`,
      { user_code: userCode, ...(verb === 'approve' ? approval : {}), ...body },
      headers,
    );
  }

  /** Sends what is to be sent, through `mailer`. */
  async sweepMail(mailer: Mailer): Promise<void> {
    const { db, clock, app } = this;
    await sweepMail({ db, clock, mailer, publicUrl: PUBLIC_URL }, app.log);
  }

  /** What stands in the link of the newest letter to a technician. */
  async disownToken(): Promise<string> {
    const texts: string[] = [];
    await this.sweepMail({
      send: async ({ text }) => {
        texts.push(text);
        return { kind: 'sent' };
      },
    });
    return texts.map((text) => /not-me#(\S+)/.exec(text)?.[1]).find(Boolean) ?? '';
  }

  /** A workstation all the way: started, approved, minted. */
  async enroll(scopes = ['workstations:register_ssh_key'], start: Record<string, unknown> = {}) {
    const started = await this.start(start);
    const administrator = await this.signIn();
    await this.decide('approve', started.user_code, administrator, { scopes });
    const minted = (await this.poll(started.device_code)).json<Minted>();
    return { started, minted, bearer: { authorization: `Bearer ${minted.api_token}` } };
  }
}

export interface Started {
  device_code: string;
  user_code: string;
  verification_url: string;
  verification_url_complete: string;
  expires_at: string;
  interval_seconds: number;
}

export interface Minted {
  api_token: string;
  lab: string;
  ssh_key: { bot_username: string; fingerprint: string };
}
