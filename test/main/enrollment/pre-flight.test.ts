import { describe, expect, it } from 'vitest';
import { type Check, PASSED, problemFound } from '../../../src/main/workstation/check.ts';
import type { PreFlightProblem } from '../../../src/shared/pre-flight.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import {
  afterMs,
  html,
  json,
  never,
  type ScriptedAnswer,
  trouble,
} from '../../fakes/scripted-transport.ts';
import { reached, SERVER_DATE, started } from '../../fakes/wire-answers.ts';
import { EnrollmentRun } from '../../support/enrollment-run.ts';

const backend = 'Secret Service';
const timeUp = problemFound({ kind: 'keyring-timed-out', backend });
const denied = json(403, {});

/** A keyring that fares so at each check in turn, and well afterwards. */
function keyring(...problems: (PreFlightProblem | null)[]): Check {
  const left = [...problems];
  const run = async () => {
    const problem = left.shift() ?? null;
    return problem ? problemFound(problem) : PASSED;
  };
  return { name: 'keyring', subject: backend, timeUp, run };
}

const LOCKED = { kind: 'keyring-unavailable', backend } as const;
const FULL = { kind: 'disk-full', path: '/home/lab/.ssh', freeBytes: 0 } as const;

/** Runs until the checks have come to a word that needs the technician's. */
async function stopped(checks: Check[], probe: ScriptedAnswer = reached, answers = [started]) {
  const run = new EnrollmentRun(answers, { checks });
  run.probe = probe;
  run.start();
  await run.clock.settle();
  return run;
}

function progressIn(run: EnrollmentRun): object {
  const { state } = run.worker;
  if (state.kind !== 'checking') throw new Error(`The state is ${state.kind}`);
  return Object.fromEntries(state.checks.map(({ name, progress }) => [name, progress]));
}

describe('the pre-flight', () => {
  it('goes on by itself when all is well, and asks the server once without a token', async () => {
    const run = await stopped([keyring()], reached, [started, denied]);
    expect(run.path).toEqual(['checking', 'requesting-code', 'awaiting-approval']);
    expect(run.probes).toBe(1);
    await run.until('failed');
  });

  it('lists every check as it begins', async () => {
    const run = new EnrollmentRun([started, denied], { checks: [keyring()] }).start();
    expect(run.worker.state).toEqual({
      kind: 'checking',
      apiBaseUrl: 'https://api.example',
      checks: [
        { name: 'server', subject: 'api.example', progress: { kind: 'running' } },
        { name: 'clock', subject: null, progress: { kind: 'waiting' } },
        { name: 'keyring', subject: backend, progress: { kind: 'running' } },
      ],
    });
    await run.until('failed');
  });

  it('stops at a warning and touches nothing', async () => {
    const run = await stopped([keyring(LOCKED)], reached, []);
    expect(progressIn(run)).toEqual({
      server: { kind: 'passed' },
      clock: { kind: 'passed' },
      keyring: { kind: 'warning', problem: LOCKED },
    });
    expect([run.calls, run.workstation.calls]).toEqual([[], []]);
  });

  it('goes on past a warning with the technician’s word', async () => {
    const run = await stopped([keyring(LOCKED)], reached, [started, denied]);
    run.worker.continueDespiteWarnings();
    await run.until('awaiting-approval');
    await run.until('failed');
  });

  it('does not go on past a failure', async () => {
    const run = await stopped([keyring(LOCKED), { ...keyring(FULL), name: 'ssh-folder' }]);
    run.worker.continueDespiteWarnings();
    await run.clock.settle();
    expect(progressIn(run)).toMatchObject({ 'ssh-folder': { kind: 'failed', problem: FULL } });
    run.worker.checkAgain();
    await run.until('awaiting-approval');
    run.worker.cancel();
    await run.until('failed');
  });

  it('does not go on while a check is under way', async () => {
    const run = await stopped([keyring(LOCKED)], never, []);
    run.worker.continueDespiteWarnings();
    await run.clock.settle();
    expect(run.path).toEqual(['checking']);
  });

  it('checks everything again when told', async () => {
    const run = await stopped([keyring(LOCKED, LOCKED)], reached, [started, denied]);
    run.worker.checkAgain();
    await run.clock.settle();
    expect(progressIn(run)).toMatchObject({ keyring: { kind: 'warning' } });
    run.worker.checkAgain();
    await run.until('failed');
    expect(run.path).toEqual(['checking', 'requesting-code', 'awaiting-approval', 'failed']);
    expect(run.probes).toBe(3);
  });

  it.each<[string, ScriptedAnswer, object]>([
    [
      'a server that is away',
      trouble('connection-refused'),
      { server: { kind: 'failed', problem: { kind: 'connection-refused', host: 'api.example' } } },
    ],
    ['a sign-in page', html(200), { server: { kind: 'warning' } }],
    [
      'a clock that is three hours behind',
      json(401, {}, { date: 'Sat, 09 May 2026 14:45:00 GMT' }),
      { server: { kind: 'passed' }, clock: { kind: 'failed' } },
    ],
    [
      'a clock that is five minutes ahead',
      json(401, {}, { date: 'Sat, 09 May 2026 11:40:00 GMT' }),
      { server: { kind: 'passed' }, clock: { kind: 'warning' } },
    ],
  ])('stops at %s', async (_, probe, progress) => {
    expect(progressIn(await stopped([keyring()], probe, []))).toMatchObject(progress);
  });

  it('runs its checks side by side, and gives each 10 s', async () => {
    const clock = new FakeClock();
    const hanging: Check = { ...keyring(), run: () => new Promise(() => undefined) };
    const run = new EnrollmentRun([], { checks: [hanging] }, clock);
    run.probe = afterMs(clock, 9_000, json(401, {}, { date: SERVER_DATE }));
    run.start();
    await clock.advance(9_000);
    expect(progressIn(run)).toMatchObject({
      server: { kind: 'passed' },
      keyring: { kind: 'running' },
    });
    await clock.advance(999);
    expect(progressIn(run)).toMatchObject({ keyring: { kind: 'running' } });
    await clock.advance(1);
    expect(progressIn(run)).toMatchObject({
      keyring: { kind: 'warning', problem: { kind: 'keyring-timed-out' } },
    });
    expect(clock.sleepers).toBe(0);
  });

  it('gives a silent server 10 s, and judges no clock by it', async () => {
    const run = await stopped([keyring()], never, []);
    await run.clock.advance(10_000);
    expect(progressIn(run)).toMatchObject({
      server: { kind: 'failed', problem: { kind: 'timed-out' } },
      clock: { kind: 'skipped', reason: 'server-not-reached' },
    });
  });
});

describe('a cancel of the pre-flight', () => {
  const cancelled = { kind: 'failed', failure: { kind: 'cancelled', revocation: 'none' } };

  it('is answered at once while checks hang', async () => {
    const hanging: Check = { ...keyring(), run: () => new Promise(() => undefined) };
    const run = await stopped([hanging], never, []);
    await run.worker.cancel();
    expect(run.worker.state).toMatchObject(cancelled);
    expect(run.clock.sleepers).toBe(0);
    // What was given up is no finding, neither on the screen nor in the log.
    expect(JSON.stringify(run.states)).not.toContain('problem');
    expect(run.log.lines.join()).not.toContain('problem');
  });

  it('is answered at once at a warning', async () => {
    const run = await stopped([keyring(LOCKED)], reached, []);
    await run.worker.cancel();
    expect(run.worker.state).toMatchObject(cancelled);
  });

  it('keeps what a check finds afterwards from the next attempt', async () => {
    const clock = new FakeClock();
    const { signal } = new AbortController();
    let round = 0;
    const slow: Check = {
      ...keyring(),
      run: async () => {
        round += 1;
        if (round === 1) await clock.sleep(3_000, signal);
        return round === 1 ? problemFound(LOCKED) : new Promise(() => undefined);
      },
    };
    const run = new EnrollmentRun([], { checks: [slow] }, clock).start();
    await clock.settle();
    await run.worker.cancel();
    run.start();
    await clock.advance(4_000);
    expect(progressIn(run)).toMatchObject({ keyring: { kind: 'running' } });
    await run.worker.cancel();
  });
});
