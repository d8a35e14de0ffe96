import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNull } from 'drizzle-orm';
import { OWN_TOKEN_PATH, WHOAMI_PATH } from '../../../protocol/src/bearer-api.ts';
import { DEVICE_CODES_PATH } from '../../../protocol/src/device-code-grant.ts';
import { Secret } from '../../../protocol/src/secret.ts';
import { addLab } from '../../../server/src/accounts/labs.ts';
import { OPERATOR_AGENT } from '../../../server/src/audit/agent.ts';
import { systemClock } from '../../../server/src/clock.ts';
import { keyChanges } from '../../../server/src/db/key-changes-schema.ts';
import { credentials, sshKeys } from '../../../server/src/db/schema.ts';
import { generateHostKey, loadHostKey } from '../../../server/src/git-host/host-key.ts';
import { hashOf } from '../../../server/src/secrets/random-secret.ts';
import { FORGEJO_TOKEN, StandInForgejo } from '../../support/forgejo/stand-in-forgejo.ts';
import { newPublicKey } from '../../support/new-public-key.ts';
import type { TestPostgres } from '../../support/postgres.ts';
import { ForgejoFaults } from './forgejo-faults.ts';
import { OtherServer } from './other-server.ts';
import { must } from './server-case.ts';
import { type Reply, ServerFleet, type ServerProcess, untilReady } from './server-process.ts';

/** How often a workstation of this bench asks again. */
const ASK_AGAIN_MS = 500;

/** A workstation of a lab of its own. */
export interface Workstation {
  readonly lab: string;
  readonly publicKey: string;
  deviceCode: string;
  token: string;
}

/** Servers in processes of their own on one database, with a stand-in Forgejo for their git host. */
export class ForgejoBench {
  readonly forgejo: StandInForgejo;
  readonly faults: ForgejoFaults;
  readonly other: OtherServer;
  readonly #fleet: ServerFleet;
  readonly #folder: string;
  #server: ServerProcess | null = null;

  private constructor(
    forgejo: StandInForgejo,
    other: OtherServer,
    fleet: ServerFleet,
    folder: string,
  ) {
    this.forgejo = forgejo;
    this.faults = new ForgejoFaults(forgejo);
    this.other = other;
    this.#fleet = fleet;
    this.#folder = folder;
  }

  static async open(postgres: TestPostgres): Promise<ForgejoBench> {
    const folder = await mkdtemp(join(tmpdir(), 'onbench-forgejo-faults-'));
    await writeFile(join(folder, 'host-key'), generateHostKey(), { mode: 0o600 });
    const { publicKeyLine } = await loadHostKey(join(folder, 'host-key'));
    await writeFile(join(folder, 'host-key.pub'), `${publicKeyLine}\n`);
    await writeFile(join(folder, 'token'), `${FORGEJO_TOKEN}\n`);
    const other = await OtherServer.open(await postgres.createDatabase());
    const fleet = await ServerFleet.create(other.url);
    return new ForgejoBench(await StandInForgejo.start(), other, fleet, folder);
  }

  get server(): ServerProcess {
    if (!this.#server) throw new Error('No server runs');
    return this.#server;
  }

  async startServer(): Promise<void> {
    this.#server = await this.#fleet.start({
      ONBENCH_GIT_HOST: 'forgejo',
      ONBENCH_FORGEJO_URL: this.forgejo.url,
      ONBENCH_FORGEJO_TOKEN_FILE: join(this.#folder, 'token'),
      ONBENCH_SSH_HOST: 'git.example',
      ONBENCH_SSH_PORT: '22',
      ONBENCH_SSH_HOST_KEY_FILE: join(this.#folder, 'host-key.pub'),
      ONBENCH_LOG_LEVEL: 'info',
    });
    await untilReady(this.#server);
  }

  async killServer(): Promise<void> {
    await this.#server?.end('SIGKILL');
    this.#server = null;
  }

  async close(): Promise<void> {
    await this.killServer();
    await this.forgejo.stop();
    await this.other.close();
    await this.#fleet.remove();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async addWorkstation(lab: string): Promise<Workstation> {
    await addLab(this.other.database.db, systemClock, lab, OPERATOR_AGENT);
    return { lab, publicKey: newPublicKey(), deviceCode: '', token: '' };
  }

  /** Started and approved; the next poll mints. */
  async requestApproval(workstation: Workstation): Promise<void> {
    const { lab, publicKey } = workstation;
    const start = { public_key: publicKey, hostname: `bench-${lab}` };
    const started = await this.server.send('POST', DEVICE_CODES_PATH, start);
    must(started.status === 201, () => `A start was answered ${started.status}`);
    workstation.deviceCode = JSON.parse(started.body).device_code;
    const hash = hashOf(new Secret(workstation.deviceCode));
    await this.other.approve(hash, lab);
  }

  /** Asks as long as it is told to wait. */
  async poll(workstation: Workstation): Promise<number> {
    for (;;) {
      const reply = await this.server.poll(workstation.deviceCode);
      if (reply.status === 200) workstation.token = JSON.parse(reply.body).api_token;
      if (reply.status !== 425 && reply.status !== 429) return reply.status;
      await sleep(ASK_AGAIN_MS);
    }
  }

  async revoke({ token }: Workstation): Promise<number> {
    const reply: Reply = await this.server.send(
      'DELETE',
      OWN_TOKEN_PATH,
      undefined,
      `Bearer ${token}`,
    );
    return reply.status;
  }

  async isValid({ token }: Workstation): Promise<boolean> {
    const reply = await this.server.send('GET', WHOAMI_PATH, undefined, `Bearer ${token}`);
    return reply.status === 200;
  }

  /** Resolves with how many seconds it took until nothing was left to settle. */
  async settled(): Promise<number> {
    const startedMs = performance.now();
    while ((await this.other.database.db.select().from(keyChanges)).length > 0) await sleep(100);
    return Math.round((performance.now() - startedMs) / 1_000);
  }

  /** Throws unless Forgejo has, for each live token, one account with its key and its team, and no others. */
  async mustBeComplete(expected: number): Promise<void> {
    const { db } = this.other.database;
    const tokens = await db.select().from(credentials).where(isNull(credentials.revokedAt));
    const keys = await db.select().from(sshKeys).where(isNull(sshKeys.removedAt));
    const wanted = keys.map(({ botUsername }) => ({ login: botUsername, keys: 1, teams: 1 }));
    const found = [...this.forgejo.state.bots()];
    const sorted = (bots: typeof found) =>
      JSON.stringify(bots.map((bot) => JSON.stringify(bot)).sort());
    must(tokens.length === expected, () => `${tokens.length} live tokens, not ${expected}`);
    must(keys.length === expected, () => `${keys.length} live keys, not ${expected}`);
    must(sorted(found) === sorted(wanted), () => `Forgejo has ${sorted(found)}`);
    must(
      this.forgejo.violations.length === 0,
      () => `Not as described: ${this.forgejo.violations.slice(0, 3).join(' | ')}`,
    );
  }
}
