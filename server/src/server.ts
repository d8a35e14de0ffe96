import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createIdentityProvider } from './accounts/identity-provider.ts';
import { ensureDefaultRepositories } from './accounts/labs.ts';
import { buildApp } from './app.ts';
import { startSealer } from './audit/start-sealer.ts';
import { systemClock } from './clock.ts';
import type { SignInConfig } from './config/oidc-config.ts';
import type { Config } from './config.ts';
import type { App, SignInWays } from './context.ts';
import { startGitHost } from './credentials/start-git-host.ts';
import type { OpenDatabase } from './db/database.ts';
import type { GitHost } from './git-host/git-host.ts';
import { PendingGrants } from './grants/pending-grants.ts';
import { logOptions } from './log.ts';
import { openMailer } from './mail/mailer.ts';
import { openDatabase } from './open-database.ts';
import { openGitHost } from './open-git-host.ts';
import { PACKAGE_ROOT } from './package-root.ts';
import { Readiness } from './readiness.ts';
import { type RunningServer, runServer, type ServerParts } from './run-server.ts';
import { readSecretFile } from './secrets/secret-file.ts';
import { deriveKey, loadServerSecret } from './secrets/server-secret.ts';
import { serverChecks } from './server-checks.ts';
import { serverMetrics } from './server-metrics.ts';
import { StartProblem } from './start-problem.ts';

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
    const mailer = config.mail && (await openMailer(config.mail));
    const parts = await assemble(config, { database, gitHost, secret });
    log.current = (error) => parts.app.log.error({ err: error }, 'database connection lost');
    await listen(parts.app, config);
    const sealer = startSealer(database.db, deriveKey(secret, 'audit-log'), parts.app.log);
    return runServer({ ...parts, mailer, sealer }, config.publicUrl ?? loopbackUrl(parts.app));
  } catch (error) {
    await gitHost?.stop();
    await database.close();
    throw error;
  }
}

async function assemble(
  config: Config,
  opened: {
    readonly database: OpenDatabase;
    readonly gitHost: GitHost;
    readonly secret: Parameters<typeof deriveKey>[0];
  },
): Promise<Omit<ServerParts, 'sealer' | 'mailer'>> {
  const { database, gitHost, secret } = opened;
  const pending = new PendingGrants(database.announcements, systemClock);
  const readiness = new Readiness(serverChecks(database, gitHost));
  const app: App = await buildApp({
    db: database.db,
    clock: systemClock,
    gitHost,
    pending,
    limits: config.limits,
    metrics: serverMetrics(database, pending),
    metricsToken: config.metricsToken,
    readiness,
    userCodeKey: deriveKey(secret, 'user-codes'),
    signIn: await openSignIn(config.signIn),
    publicUrl: () => config.publicUrl ?? loopbackUrl(app),
    webFolder: join(PACKAGE_ROOT, 'dist', 'web'),
    logger: logOptions(config.logLevel),
  });
  return { app, database, gitHost, pending, readiness };
}

async function openSignIn({ passwords, oidc }: SignInConfig): Promise<SignInWays> {
  if (!oidc) return { passwords, provider: null };
  const variable = 'ONBENCH_OIDC_CLIENT_SECRET_FILE';
  const secret = await readSecretFile(oidc.clientSecretFile, variable);
  return { passwords, provider: createIdentityProvider(oidc, secret) };
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
