import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type KeyringSession,
  startKeyringSession,
} from '../../../scripts/stage/keyring-session.ts';
import { readSecrets } from '../../../scripts/stage/plain-secret-service.ts';
import type { EnrollmentState } from '../../../src/shared/enrollment.ts';
import { type HomeFiles, judgeFiles, readHome, strayFiles } from './judge-home.ts';
import { LabServer, type Minted } from './lab-server.ts';
import { type EnrollingEnd, prepareEnrolling } from './start-enrolling.ts';
import type { TortureCase, TortureRow, TortureScale } from './torture-case.ts';
import {
  callsAfter,
  FAULTS,
  type Fault,
  type FaultPoint,
  hasHappened,
  pathsIn,
  straceSkipReason,
  tracing,
  tracingPaths,
} from './traced-calls.ts';

/** What a person has in the file before any enrollment: it must be there after all of them. */
const USERS_CONFIG = 'Host elsewhere\n    User me\n\nHost *\n    Compression yes\n';

/** What a failed enrollment is gone on from. */
const JOURNAL = 'onbench/enrollment.json';

/** Of the calls of each kind every sixth is made to fail, for each fault another one. */
const STEP = 6;

/** A few spread over all calls, for the short run. */
const SHORT_POINTS = 2;

/** The file calls of finishing over an earlier enrollment are made to fail, each time in a process of its own. */
export const fileFaults: TortureCase = {
  name: 'File operations of finishing × SIGKILL, ENOSPC, EIO',
  minutes: 8,
  skipReason: straceSkipReason,
  run: async (scale) => {
    const stand = await TestStand.prepare();
    try {
      return await runPoints(stand, await stand.findPoints(), scale);
    } finally {
      await stand.stop();
    }
  },
};

async function runPoints(
  stand: TestStand,
  calls: readonly Omit<FaultPoint, 'fault'>[],
  scale: TortureScale,
): Promise<readonly TortureRow[]> {
  const rows: TortureRow[] = [];
  for (const [index, fault] of FAULTS.entries()) {
    const spread = ofEveryKind(calls, index);
    const step = scale === 'full' ? 1 : Math.ceil(spread.length / SHORT_POINTS);
    const chosen = spread.filter((_, at) => at % step === index % step);
    const results: PointResult[] = [];
    for (const call of chosen) results.push(await stand.tryPoint({ ...call, fault }));
    rows.push(summarize(fault, calls.length, results));
  }
  return rows;
}

function ofEveryKind<Call extends { readonly call: string }>(
  calls: readonly Call[],
  offset: number,
): readonly Call[] {
  const kinds = [...new Set(calls.map(({ call }) => call))];
  return kinds.flatMap((kind) => {
    const ofKind = calls.filter(({ call }) => call === kind);
    const step = Math.min(STEP, ofKind.length);
    return ofKind.filter((_, at) => at % step === offset % step);
  });
}

interface PointResult {
  readonly ending: string;
  /** The keyring ended by itself on the way, and the point was tried again with a fresh one. */
  readonly isRepeated: boolean;
  readonly problems: readonly string[];
}

function summarize(fault: Fault, calls: number, results: readonly PointResult[]): TortureRow {
  const counts = new Map<string, number>();
  for (const { ending } of results) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  const endings = [...counts].map(([ending, count]) => `${count} ${ending}`).join(', ');
  const repeated = results.filter(({ isRepeated }) => isRepeated).length;
  const again = repeated === 0 ? '' : `; ${repeated} tried again, since gnome-keyring had crashed`;
  return {
    what: fault,
    measured: `${results.length} of ${calls} calls: ${endings}; then all enrolled, with the token that was given out${again}`,
    problems: results.flatMap(({ problems }) => problems),
  };
}

/** A home with an earlier enrollment, a keyring and a server, brought back to the same for each point. */
class TestStand {
  readonly #folder: string;
  readonly #home: string;
  readonly #trace: string;
  readonly #server: LabServer;
  readonly #enroll: Awaited<ReturnType<typeof prepareEnrolling>>;
  #keyring: KeyringSession;
  #before: HomeFiles = new Map();
  #after: HomeFiles = new Map();
  #paths: readonly string[] = [];

  private constructor(
    folder: string,
    keyring: KeyringSession,
    server: LabServer,
    enroll: Awaited<ReturnType<typeof prepareEnrolling>>,
  ) {
    this.#folder = folder;
    this.#home = join(folder, 'home');
    this.#trace = join(folder, 'trace');
    this.#keyring = keyring;
    this.#server = server;
    this.#enroll = enroll;
  }

  static async prepare(): Promise<TestStand> {
    const folder = await mkdtemp(join(tmpdir(), 'onbench-torture-'));
    const keyring = await startKeyringSession();
    const server = await LabServer.start();
    const stand = new TestStand(folder, keyring, server, await prepareEnrolling(folder));
    await mkdir(join(stand.#home, '.ssh'), { recursive: true, mode: 0o700 });
    await writeFile(join(stand.#home, '.ssh/config'), USERS_CONFIG);
    expectEnrolled(await stand.#run());
    await cp(stand.#home, join(folder, 'earlier'), { recursive: true });
    stand.#before = await readHome(stand.#home);
    // From now on the git host is another one, so that every file changes.
    server.gitPort += 1;
    return stand;
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    await this.#keyring.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Two dry runs: the first tells the paths, the second how often each call touches them. */
  async findPoints(): Promise<readonly Omit<FaultPoint, 'fault'>[]> {
    await this.#restore();
    expectEnrolled(await this.#run(tracing(this.#trace)));
    this.#paths = await pathsIn(this.#trace, this.#home);
    this.#after = await readHome(this.#home);
    await this.#restore();
    expectEnrolled(await this.#run(tracingPaths(this.#trace, this.#paths)));
    return callsAfter('finishing-begins', this.#trace);
  }

  /** gnome-keyring itself crashes now and then in a run as long as this one; that says nothing about the enrollment. */
  async tryPoint(point: FaultPoint): Promise<PointResult> {
    const result = await this.#tryOnce(point).catch((error: unknown) => ({ error }));
    if (await this.#keyringAnswers()) {
      if ('error' in result) throw result.error;
      return { ...result, isRepeated: false };
    }
    await this.#renewKeyring();
    return { ...(await this.#tryOnce(point)), isRepeated: true };
  }

  async #tryOnce(point: FaultPoint): Promise<Omit<PointResult, 'isRepeated'>> {
    await this.#restore();
    const earlierToken = await this.#token();
    const end = await this.#run(tracingPaths(this.#trace, this.#paths, point));
    const minted = this.#server.minted.at(-1);
    const problems = [
      ...((await hasHappened(point, this.#trace)) ? [] : ['the fault did not come to pass']),
      ...this.#judgeFiles(await readHome(this.#home), minted, end),
      ...judgeToken(await this.#token(), earlierToken, minted, end),
    ];
    problems.push(...(await this.#judgeEnd(end, minted)));
    const { call, nth, fault } = point;
    return {
      ending: endingOf(end),
      problems: problems.map((problem) => `${call} ${nth} × ${fault}: ${problem}`),
    };
  }

  #judgeFiles(files: HomeFiles, minted: Minted | undefined, end: EnrollingEnd): readonly string[] {
    const states = [...judgeFiles(files, this.#before, this.#after, minted)];
    const torn = states.flatMap(([path, state]) => (state === 'torn' ? [`${path} is torn`] : []));
    // A process that was killed could not clean up; its next start does.
    if (end.signal === 'SIGKILL') return torn;
    const isComplete = end.states.at(-1)?.kind === 'enrolled';
    const stray = strayFiles(files, this.#after).filter((path) => isComplete || path !== JOURNAL);
    return [...torn, ...stray.map((path) => `${path} is left behind`)];
  }

  /**
   * What was not complete is so after a relaunch, with the very token that was given out, whether the process was killed
   * or told of a failure: a second one would mean that the first was lost, and an administrator's time with it.
   */
  async #judgeEnd(first: EnrollingEnd, given: Minted | undefined): Promise<readonly string[]> {
    const wasComplete = first.states.at(-1)?.kind === 'enrolled';
    const wasKilled = first.signal === 'SIGKILL';
    const end = wasComplete && !wasKilled ? first : await this.#run();
    const minted = wasComplete ? this.#server.minted.at(-1) : given;
    const files = await readHome(this.#home);
    const states = [...judgeFiles(files, this.#before, this.#after, minted)];
    const isComplete = end.states.at(-1)?.kind === 'enrolled';
    return [
      ...(isComplete ? [] : [`the relaunch ended as ${endingOf(end)}`]),
      ...states.flatMap(([path, state]) =>
        state === 'new' ? [] : [`${path} is ${state} at last`],
      ),
      ...strayFiles(files, this.#after).map((path) => `${path} is left behind at last`),
      ...((await this.#token()) === minted?.token ? [] : ['the keyring has another token at last']),
      ...(this.#server.minted.at(-1) === minted ? [] : ['the relaunch asked for another token']),
    ];
  }

  #run(tracer: readonly string[] = []): Promise<EnrollingEnd> {
    const { env } = this.#keyring;
    return this.#enroll({ home: this.#home, apiBaseUrl: this.#server.origin, env, tracer });
  }

  async #restore(): Promise<void> {
    await rm(this.#home, { recursive: true, force: true });
    await cp(join(this.#folder, 'earlier'), this.#home, { recursive: true });
  }

  /** With the token of an earlier enrollment in it. */
  async #renewKeyring(): Promise<void> {
    await this.#keyring.stop();
    this.#keyring = await startKeyringSession();
    expectEnrolled(await this.#run());
  }

  async #keyringAnswers(): Promise<boolean> {
    return await this.#token().then(
      () => true,
      () => false,
    );
  }

  async #token(): Promise<string | undefined> {
    const attributes = { service: 'pychron.cloud', account: 'NMGRL' };
    return (await readSecrets(this.#keyring.env.DBUS_SESSION_BUS_ADDRESS ?? '', attributes))[0];
  }
}

/** Once the server has given it out, the token is in the keyring or on the screen. */
function judgeToken(
  token: string | undefined,
  earlier: string | undefined,
  minted: Minted | undefined,
  { states, signal }: EnrollingEnd,
): readonly string[] {
  if (token === minted?.token) return [];
  const last = states.at(-1);
  if (token !== earlier) return ['the keyring lost the earlier token'];
  // The next start has it to itself to say.
  if (signal === 'SIGKILL') return [];
  return last?.kind === 'recovery' ? [] : ['the token is lost without a word'];
}

function endingOf({ states, signal }: EnrollingEnd): string {
  return signal === 'SIGKILL' ? 'killed' : describeState(states.at(-1));
}

function describeState(state: EnrollmentState | undefined): string {
  if (state?.kind !== 'failed') return state?.kind ?? 'nothing at all';
  return `failed (${state.failure.kind})`;
}

function expectEnrolled(end: EnrollingEnd): void {
  if (end.states.at(-1)?.kind !== 'enrolled') {
    throw new Error(`an undisturbed enrollment ended as ${endingOf(end)}`);
  }
}
