import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../scripts/stage/child-process.ts';
import {
  type KeyringSession,
  startKeyringSession,
} from '../../../scripts/stage/keyring-session.ts';
import type { KeyringFailure } from '../../../src/shared/enrollment.ts';
import { type KeyringPrompter, startKeyringPrompter } from './keyring-prompter.ts';
import { LabServer } from './lab-server.ts';
import { type Enrolling, type EnrollingEnd, prepareEnrolling } from './start-enrolling.ts';
import type { TortureCase, TortureRow } from './torture-case.ts';

/** security.md K01. */
const LIMIT_MS = 20_000;

interface KeyringFault {
  readonly what: string;
  readonly expected: KeyringFailure;
  readonly isQuick: boolean;
  /** Befalls the keyring when the token is on its way. */
  readonly befall?: (session: KeyringSession) => Promise<KeyringPrompter | void>;
  readonly enrolling?: Pick<Enrolling, 'readBack'>;
  readonly withoutBus?: true;
}

const FAULTS: readonly KeyringFault[] = [
  { what: 'no bus', expected: 'unavailable', isQuick: true, withoutBus: true },
  {
    what: 'no service on the bus, daemon killed before',
    expected: 'unavailable',
    isQuick: true,
    befall: async ({ daemonPid }) => void process.kill(daemonPid, 'SIGKILL'),
  },
  {
    what: 'daemon killed in the middle of the calls',
    expected: 'unavailable',
    isQuick: true,
    befall: async ({ daemonPid }) => {
      process.kill(daemonPid, 'SIGSTOP');
      setTimeout(() => process.kill(daemonPid, 'SIGKILL'), 1_500);
    },
  },
  {
    what: 'daemon stopped in the middle of the calls',
    expected: 'timed-out',
    isQuick: false,
    befall: async ({ daemonPid }) => void process.kill(daemonPid, 'SIGSTOP'),
  },
  {
    what: 'locked, and no program that could ask',
    expected: 'unavailable',
    isQuick: true,
    befall: (session) => session.lock(),
  },
  {
    what: 'locked, asked for the password, nobody answers',
    expected: 'timed-out',
    isQuick: false,
    befall: (session) => lockWithPrompter(session, 'none'),
  },
  {
    what: 'locked, asked for the password, dismissed',
    expected: 'unavailable',
    isQuick: true,
    befall: (session) => lockWithPrompter(session, 'dismissal'),
  },
  {
    what: 'reading back gives something else',
    expected: 'read-back-differs',
    isQuick: true,
    enrolling: { readBack: 'altered' },
  },
];

async function lockWithPrompter(session: KeyringSession, answer: 'none' | 'dismissal') {
  await session.lock();
  return startKeyringPrompter(session.env.DBUS_SESSION_BUS_ADDRESS ?? '', answer);
}

/** Each fault happens between a pre-flight that went well and the first call that stores the token. */
export const keyringFaults: TortureCase = {
  name: 'Keyring faults while the token arrives',
  minutes: 1,
  skipReason: async () => {
    if (process.platform !== 'linux') return 'needs a gnome-keyring of its own, on Linux only';
    const found = await run('gnome-keyring-daemon', ['--version']).catch(() => null);
    return found?.code === 0 ? null : 'gnome-keyring is not installed';
  },
  run: async (scale) => {
    const folder = await mkdtemp(join(tmpdir(), 'onbench-torture-'));
    const enroll = await prepareEnrolling(folder);
    const rows: TortureRow[] = [];
    try {
      for (const fault of FAULTS.filter(({ isQuick }) => isQuick || scale === 'full')) {
        const home = join(folder, `home-${rows.length}`);
        await mkdir(home);
        rows.push(await tryFault(fault, home, enroll));
      }
      return rows;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function tryFault(
  fault: KeyringFault,
  home: string,
  enroll: Awaited<ReturnType<typeof prepareEnrolling>>,
): Promise<TortureRow> {
  const session = await startKeyringSession();
  const server = await LabServer.start();
  const prompters: KeyringPrompter[] = [];
  server.beforeDelivery = async () => {
    const prompter = await fault.befall?.(session);
    if (prompter) prompters.push(prompter);
  };
  const bus = fault.withoutBus ? { DBUS_SESSION_BUS_ADDRESS: 'disabled:' } : {};
  const env = { ...session.env, ...bus };
  try {
    const end = await enroll({ home, apiBaseUrl: server.origin, env, ...fault.enrolling });
    const unasked = prompters.filter(({ asked }) => asked === 0);
    return judge(fault, end, unasked.length === 0 ? [] : ['nobody was asked for the password']);
  } finally {
    for (const prompter of prompters) prompter.stop();
    await server.stop();
    await session.stop();
  }
}

function judge(
  { what, expected }: KeyringFault,
  { states, msFromKeyring }: EnrollingEnd,
  mistakes: readonly string[],
): TortureRow {
  const last = states.at(-1);
  const waitedMs = msFromKeyring ?? Number.POSITIVE_INFINITY;
  const reason = last?.kind === 'recovery' ? last.reason : null;
  return {
    what,
    measured: `${last?.kind} (${reason}) after ${(waitedMs / 1_000).toFixed(1)} s`,
    problems: [
      ...mistakes.map((mistake) => `${what}: ${mistake}`),
      ...(reason === expected ? [] : [`${what}: ended as ${last?.kind} (${reason})`]),
      ...(waitedMs <= LIMIT_MS ? [] : [`${what}: it took ${Math.round(waitedMs)} ms`]),
    ],
  };
}
