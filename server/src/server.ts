import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ensureDefaultRepositories } from './accounts/labs.ts';
import { buildApp } from './app.ts';
import { type Sealer, startSealer } from './audit/start-sealer.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import type { App } from './context.ts';
import { startGitHost } from './credentials/start-git-host.ts';
import { startSettler } from './credentials/start-settler.ts';
import type { OpenDatabase } from './db/database.ts';
import type { GitHost, SshEndpoint } from './git-host/git-host.ts';
import { logOptions } from './log.ts';
import { openDatabase } from './open-database.ts';
import { openGitHost } from './open-git-host.ts';
import { PACKAGE_ROOT } from './package-root.ts';
import { deriveKey, loadServerSecret } from './secrets/server-secret.ts';
import { StartProblem } from './start-problem.ts';
import { sweep } from './sweep.ts';

/** How long what has run out may outlive its time. */
const SWEEP_INTERVAL_MS = 60_000;

export interface RunningServer {
  /** Where browsers and workstations reach it. */
  readonly url: string;
  readonly ssh: SshEndpoint;
  /** Stops accepting, lets running answers and transfers end, then lets go of everything. */
  stop(): Promise<void>;
}

/** Starts everything in the order in which it depends on each other: database, git host, then the door for requests. */
export async function startServer(
  config: Config,
  openHost: (config: Config) => Promise<GitHost> = openGitHost,
): Promise<RunningServer> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const secret = await loadServerSecret(config.secretFile);
  const log = { current: (_error: Error) => {} };
  const database = await openDatabase(config, (error) => log.current(error));
  let gitHost: GitHost | null = null;
  try {
    gitHost = await openHost(config);
    await startGitHost(database.db, gitHost);
    await ensureDefaultRepositories(database.db, gitHost);
    let publicUrl = config.publicUrl;
    const app = await buildApp({
      db: database.db,
      clock: systemClock,
      gitHost,
      userCodeKey: deriveKey(secret, 'user-codes'),
      publicUrl: () => publicUrl ?? loopbackUrl(app),
      limits: config.limits,
      webFolder: join(PACKAGE_ROOT, 'dist', 'web'),
      logger: logOptions(config.logLevel),
    });
    log.current = (error) => app.log.error({ err: error }, 'database connection lost');
    await listen(app, config);
    publicUrl ??= loopbackUrl(app);
    const sealer = startSealer(database.db, deriveKey(secret, 'audit-log'), app.log);
    return running(app, { database, gitHost, sealer }, publicUrl);
  } catch (error) {
    await gitHost?.stop();
    await database.close();
    throw error;
  }
}

interface Parts {
  readonly database: OpenDatabase;
  readonly gitHost: GitHost;
  readonly sealer: Sealer;
}

function running(app: App, { database, gitHost, sealer }: Parts, url: string): RunningServer {
  const context = { db: database.db, clock: systemClock, gitHost };
  const sweepTimer = setInterval(() => void sweep(context, app.log), SWEEP_INTERVAL_MS);
  const stopSettler = startSettler(context, app.log);
  const { host, port } = gitHost.endpoint;
  const approvalPage = `${url}/device`;
  app.log.info({ event: 'listening', url, approvalPage, ssh: { host, port } }, 'server ready');
  return {
    url,
    ssh: gitHost.endpoint,
    stop: async () => {
      clearInterval(sweepTimer);
      await Promise.all([app.close(), stopSettler(), gitHost.stop()]);
      // Last: what was answered until now is sealed too.
      await sealer.stop();
      await database.close();
    },
  };
}

async function listen(app: App, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const advice = 'Set ONBENCH_HOST and ONBENCH_PORT to a free address.';
    throw new StartProblem(`The server cannot listen: ${reason}. ${advice}`, { cause });
  }
}

function loopbackUrl(app: App): string {
  const { port } = app.server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
