import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createEnrollmentClient } from '../../../src/main/api/enrollment-client.ts';
import type { Transport } from '../../../src/main/api/transport.ts';
import { EnrollmentJournal } from '../../../src/main/enrollment/enrollment-journal.ts';
import { EnrollmentWorker } from '../../../src/main/enrollment/enrollment-worker.ts';
import { NudgeSource } from '../../../src/main/platform/nudges.ts';
import { admissionBy } from '../../../src/main/policy/admission.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeJournalFile } from '../../fakes/fake-journal-file.ts';
import { FakeKeyring } from '../../fakes/fake-keyring.ts';
import { FakeWorkstation } from '../../fakes/fake-workstation.ts';
import { json, trouble } from '../../fakes/scripted-transport.ts';
import { API_BASE_URL, pending, reached, STARTED_BODY } from '../../fakes/wire-answers.ts';
import { LabServer } from './lab-server.ts';
import { prepareEnrolling } from './start-enrolling.ts';
import type { TortureCase, TortureRow, TortureScale } from './torture-case.ts';

/** security.md, G9. */
const MOST_GROWTH_MB = 50;

const HOUR_MS = 3_600_000;
const MEGABYTE = 1024 * 1024;

/** How long the code lives that is never approved. */
const FAST_WAIT_MS: Record<TortureScale, number> = { short: HOUR_MS / 2, full: 8 * HOUR_MS };
const REAL_WAIT_MS: Record<TortureScale, number> = { short: 4_000, full: 10 * 60_000 };

export const fastWait: TortureCase = {
  name: 'Waiting for an approval that does not come, on a fast clock',
  minutes: 1,
  skipReason: async () => null,
  run: async (scale) => [await waitFast(FAST_WAIT_MS[scale])],
};

export const realWait: TortureCase = {
  name: 'Waiting for an approval that does not come, in real time',
  minutes: 10,
  isMostlyWaiting: true,
  skipReason: async () => (process.platform === 'linux' ? null : 'memory is read from /proc'),
  run: async (scale) => [await waitReally(REAL_WAIT_MS[scale])],
};

/** The app's own poll loop and countdown on a clock that does not wait, with trouble now and then. */
async function waitFast(lifetimeMs: number): Promise<TortureRow> {
  const clock = new FakeClock();
  const askedAtMs: number[] = [];
  const startedAt = Date.parse('2026-05-09T11:45:00Z');
  const transport: Transport = {
    send: async ({ url }) => {
      if (url.endsWith('/whoami')) return reached;
      if (!url.endsWith('/poll')) return startedFor(startedAt, lifetimeMs);
      askedAtMs.push(clock.now());
      return answerTo(askedAtMs.length);
    },
  };
  const worker = workerOn(clock, transport, startedAt);
  worker.start(API_BASE_URL);
  await clock.runUntil(() => askedAtMs.length >= 10);
  const before = memoryInUse();
  await clock.runUntil(() => worker.state.kind === 'failed');
  const after = memoryInUse();
  const most = mostInOneSecond(askedAtMs);
  const grownMb = (after - before) / MEGABYTE;
  const ended = worker.state.kind === 'failed' ? worker.state.failure.kind : worker.state.kind;
  return {
    what: `${lifetimeMs / HOUR_MS} h on a clock that does not wait`,
    measured: `${askedAtMs.length} polls, at most ${most} a second, heap grew by ${grownMb.toFixed(1)} MB, ended as ${ended}`,
    problems: [
      ...(ended === 'expired' ? [] : [`the long wait ended as ${ended}`]),
      ...(most <= 1 ? [] : [`${most} polls in one second`]),
      ...(grownMb <= MOST_GROWTH_MB ? [] : [`the heap grew by ${grownMb.toFixed(1)} MB`]),
    ],
  };
}

function workerOn(clock: FakeClock, transport: Transport, startedAt: number): EnrollmentWorker {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const clientInfo = { name: 'Onbench', version: '0.0.0', platform: 'linux' as const };
  const wallTimeMs = () => startedAt;
  return new EnrollmentWorker({
    createClient: (apiBaseUrl) =>
      createEnrollmentClient({ apiBaseUrl, transport, clientInfo, wallTimeMs, log }),
    workstation: new FakeWorkstation(),
    journal: new EnrollmentJournal({
      file: new FakeJournalFile(),
      keyring: new FakeKeyring(),
      log,
    }),
    wallTimeMs,
    clock,
    admission: admissionBy({ kind: 'none' }),
    nudges: new NudgeSource(),
    random: () => 0.5,
    log,
  });
}

function startedFor(startedAt: number, lifetimeMs: number) {
  const expires_at = new Date(startedAt + lifetimeMs).toISOString();
  const date = new Date(startedAt).toUTCString();
  return json(201, { ...STARTED_BODY, expires_at }, { date });
}

/** Mostly not yet; now and then the network or a proxy is in the way. */
function answerTo(nth: number) {
  if (nth % 50 === 0) return trouble('interrupted');
  if (nth % 70 === 0) return json(503, { detail: 'upgrading' });
  return pending;
}

/** What is still held after a collection. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

function mostInOneSecond(timesMs: readonly number[]): number {
  const counts = timesMs.map(
    (from) => timesMs.filter((at) => at >= from && at < from + 1_000).length,
  );
  return Math.max(0, ...counts);
}

/** A process of its own over real HTTP, in real time. */
async function waitReally(waitMs: number): Promise<TortureRow> {
  const folder = await mkdtemp(join(tmpdir(), 'onbench-torture-'));
  const server = await LabServer.start();
  server.approves = false;
  const enroll = await prepareEnrolling(folder);
  const home = join(folder, 'home');
  await mkdir(home);
  const measured = { beforeMb: 0, afterMb: 0 };
  const watch = async (pid: number) => {
    await sleep(waitMs * 0.3);
    measured.beforeMb = await residentMb(pid);
    await sleep(waitMs * 0.7);
    measured.afterMb = await residentMb(pid);
    process.kill(pid, 'SIGTERM');
  };
  try {
    // Its keyring is no part of this: without one, the checks warn and the wait begins.
    const env = { DBUS_SESSION_BUS_ADDRESS: 'disabled:' };
    const { states } = await enroll({ home, apiBaseUrl: server.origin, env, pace: 'real', watch });
    const grownMb = measured.afterMb - measured.beforeMb;
    const perSecond = server.polls / (waitMs / 1_000);
    const ended = states.at(-1)?.kind;
    return {
      what: `${waitMs / 60_000} min in real time, RSS of the process`,
      measured: `${server.polls} polls (${perSecond.toFixed(2)} a second), ${measured.beforeMb.toFixed(0)} MB, grew by ${grownMb.toFixed(1)} MB`,
      problems: [
        ...(ended === 'awaiting-approval' ? [] : [`the real wait ended as ${ended}`]),
        ...(perSecond <= 1 ? [] : [`${perSecond} polls a second`]),
        ...(grownMb <= MOST_GROWTH_MB ? [] : [`RSS grew by ${grownMb.toFixed(1)} MB`]),
      ],
    };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function residentMb(pid: number): Promise<number> {
  const [, kilobytes = '0'] =
    /VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
