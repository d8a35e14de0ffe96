import { addAdministrator, findAdministrator } from '../../server/src/accounts/administrators.ts';
import { addLab } from '../../server/src/accounts/labs.ts';
import { BY_PASSWORD, createSessionStore } from '../../server/src/accounts/session-store.ts';
import { buildApp } from '../../server/src/app.ts';
import { OPERATOR_AGENT } from '../../server/src/audit/agent.ts';
import { systemClock } from '../../server/src/clock.ts';
import { DEFAULT_LIMITS, type LimitsConfig } from '../../server/src/config/limits-config.ts';
import type { App } from '../../server/src/context.ts';
import type { OpenDatabase } from '../../server/src/db/database.ts';
import { openPostgres } from '../../server/src/db/open-postgres.ts';
import { PendingGrants } from '../../server/src/grants/pending-grants.ts';
import { logOptions } from '../../server/src/log.ts';
import { createMetrics } from '../../server/src/metrics.ts';
import { Readiness } from '../../server/src/readiness.ts';
import { FakeGitHost } from '../fakes/fake-git-host.ts';
import { newPublicKey } from './new-public-key.ts';
import { PUBLIC_URL } from './test-app.ts';

const API = '/api/v1';

/** Several servers on one PostgreSQL database and the real clock, with the lab NMGRL. */
export class ServerFleet {
  readonly apps: readonly App[];
  readonly log: string[];
  readonly #databases: readonly OpenDatabase[];

  private constructor(apps: readonly App[], databases: readonly OpenDatabase[], log: string[]) {
    this.apps = apps;
    this.#databases = databases;
    this.log = log;
  }

  static async start(
    count: number,
    databaseUrl: string,
    limits: Partial<LimitsConfig> = {},
  ): Promise<ServerFleet> {
    const log: string[] = [];
    const apps: App[] = [];
    const databases: OpenDatabase[] = [];
    for (let index = 0; index < count; index += 1) {
      const database = await openPostgres(databaseUrl, () => {});
      databases.push(database);
      apps.push(
        await buildApp({
          db: database.db,
          clock: systemClock,
          gitHost: new FakeGitHost(),
          userCodeKey: Buffer.alloc(32, 7),
          signIn: { passwords: true, provider: null },
          publicUrl: () => PUBLIC_URL,
          webFolder: '/nonexistent',
          pending: new PendingGrants(database.announcements, systemClock),
          metrics: createMetrics(),
          metricsToken: null,
          readiness: new Readiness([]),
          limits: { ...DEFAULT_LIMITS, ...limits },
          logger: logOptions('trace', { write: (line) => log.push(line) }),
        }),
      );
    }
    await addLab(databases[0]!.db, systemClock, 'NMGRL', OPERATOR_AGENT);
    return new ServerFleet(apps, databases, log);
  }

  app(index: number): App {
    return this.apps[index % this.apps.length]!;
  }

  /** An administrator of the lab, signed in: the headers that the browser's page sends. */
  async signInNew(email: string): Promise<Record<string, string>> {
    const { db } = this.#databases[0]!;
    const account = { email, passwordHash: '', labs: ['NMGRL'] };
    await addAdministrator(db, systemClock, account, OPERATOR_AGENT);
    const { id: administrator } = (await findAdministrator(db, email))!;
    const sessions = createSessionStore(db, systemClock);
    const id = await sessions.create({ id: administrator, email }, '127.0.0.1', BY_PASSWORD);
    const cookie = `__Host-onbench-session=${id.reveal()}`;
    const session = await this.app(0).inject({ url: `${API}/session`, headers: { cookie } });
    return { origin: PUBLIC_URL, cookie, 'x-csrf-token': session.json().csrf_token };
  }

  async start(index: number, headers: Record<string, string> = {}) {
    const body = { public_key: newPublicKey(), hostname: 'lab-mac-01' };
    return await this.post(index, `${API}/forgejo/device-codes`, body, headers);
  }

  async post(index: number, url: string, body: unknown, headers: Record<string, string> = {}) {
    return await this.app(index).inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      payload: JSON.stringify(body),
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.apps.map((app) => app.close()));
    await Promise.all(this.#databases.map((database) => database.close()));
  }
}
