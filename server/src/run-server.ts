import { setTimeout as sleep } from 'node:timers/promises';
import type { Sealer } from './audit/start-sealer.ts';
import { systemClock } from './clock.ts';
import type { App } from './context.ts';
import { followKeyChanges } from './credentials/follow-key-changes.ts';
import { startSettler } from './credentials/start-settler.ts';
import type { OpenDatabase } from './db/database.ts';
import type { GitHost, SshEndpoint } from './git-host/git-host.ts';
import type { PendingGrants } from './grants/pending-grants.ts';
import type { Mailer } from './mail/mailer.ts';
import type { Readiness } from './readiness.ts';
import { sweep } from './sweep.ts';

/** How long what has run out may outlive its time. */
const SWEEP_INTERVAL_MS = 60_000;

/**
 * Longer than a workstation's interval and its jitter, so that each of them is told to come back on another connection;
 * and it leaves 4 s of the 10 s for what is still under way then (security.md T26).
 */
const DRAIN_MS = 6_000;

/** Within this time a balancer that asks every 2 s, and waits as long for the answer, sends no more requests here. */
const NOTICED_MS = 4_000;

const LOOK_AGAIN_MS = 25;

/** What a server consists of once it listens. */
export interface ServerParts {
  readonly app: App;
  readonly database: OpenDatabase;
  readonly gitHost: GitHost;
  readonly pending: PendingGrants;
  readonly readiness: Readiness;
  /** Null: no e-mail is sent. */
  readonly mailer: Mailer | null;
  readonly sealer: Sealer;
}

export interface RunningServer {
  /** Where browsers and workstations reach it. */
  readonly url: string;
  readonly ssh: SshEndpoint;
  /**
   * The gentle way out: says that it is not ready any more and goes on answering, each connection for the last time,
   * until nobody is connected or some seconds have passed; where a balancer asks, not before it has had time to notice,
   * since each of its connections is for one request only by then.
   */
  drain(): Promise<void>;
  /** Stops accepting, lets running answers and transfers end, then lets go of everything. */
  stop(): Promise<void>;
}

/** Does what a running server does by itself, until it is stopped. */
export function runServer(parts: ServerParts, url: string): RunningServer {
  const { app, database, gitHost, pending, readiness, sealer } = parts;
  const sweepTimer = setInterval(() => void sweepOnce(parts, url), SWEEP_INTERVAL_MS);
  const stopSettler = startSettler({ db: database.db, clock: systemClock, gitHost }, app.log);
  const stopFollowing = followKeyChanges(
    { db: database.db, gitHost },
    database.announcements,
    (error) => app.log.error({ err: error }, 'the git host could not follow a change of keys'),
  );
  let transfers: Promise<void> | null = null;
  const stopGitHost = () => {
    transfers ??= gitHost.stop();
    return transfers;
  };
  const { host, port } = gitHost.endpoint;
  const approvalPage = `${url}/device`;
  app.log.info({ event: 'listening', url, approvalPage, ssh: { host, port } }, 'server ready');
  return {
    url,
    ssh: gitHost.endpoint,
    drain: async () => {
      readiness.drain();
      app.log.info('draining');
      // Transfers need the whole time. What is wrong with them is said when the server stops.
      stopGitHost().catch(() => undefined);
      const startedMs = systemClock.monotonicMs();
      const sinceMs = () => systemClock.monotonicMs() - startedMs;
      if (readiness.isWatched) await sleep(NOTICED_MS);
      while ((await connections(app)) > 0 && sinceMs() < DRAIN_MS) await sleep(LOOK_AGAIN_MS);
    },
    stop: async () => {
      clearInterval(sweepTimer);
      await Promise.all([app.close(), stopSettler(), stopGitHost(), stopFollowing()]);
      pending.close();
      // Last: what was answered until now is sealed too.
      await sealer.stop();
      await database.close();
    },
  };
}

async function sweepOnce(parts: ServerParts, publicUrl: string): Promise<void> {
  const { app, database, gitHost, pending, mailer } = parts;
  await pending.forgetExpired();
  const mail = mailer && { mailer, publicUrl };
  const server = { db: database.db, clock: systemClock, gitHost, mail };
  await database
    .alone(() => sweep(server, app.log))
    .catch((error: unknown) => app.log.error({ err: error }, 'sweep failed'));
}

function connections(app: App): Promise<number> {
  return new Promise((resolve, reject) => {
    app.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
