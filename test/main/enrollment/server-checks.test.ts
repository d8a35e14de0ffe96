import { describe, expect, it } from 'vitest';
import type { ServerProbe } from '../../../src/main/api/server-probe.ts';
import { serverChecks } from '../../../src/main/enrollment/server-checks.ts';

const host = 'api.example';
const answered = { kind: 'answered', status: 401, isServersWord: true, clockAheadMs: 0 } as const;

async function findings(probe: ServerProbe) {
  const checks = serverChecks({ host, probe: async () => probe });
  const { signal } = new AbortController();
  const [server, clock] = await Promise.all(checks.map((check) => check.run(signal)));
  return { server, clock };
}

describe('the server check', () => {
  it('passes for the answer of an enrollment server', async () => {
    expect((await findings(answered)).server).toEqual({ kind: 'passed' });
  });

  it.each<[ServerProbe, object]>([
    [
      { kind: 'no-answer', trouble: 'certificate-not-trusted' },
      { kind: 'certificate-not-trusted', host },
    ],
    [
      { ...answered, status: 200, isServersWord: false },
      { kind: 'not-enrollment-server', host, status: 200 },
    ],
    [
      { ...answered, status: 503 },
      { kind: 'server-troubled', host, status: 503 },
    ],
  ])('finds a problem in %j', async (probe, problem) => {
    expect((await findings(probe)).server).toEqual({ kind: 'problem', problem });
  });
});

describe('the clock check', () => {
  const minutes = 60_000;

  it.each([0, 2 * minutes, -2 * minutes])('passes at %i ms', async (clockAheadMs) => {
    expect((await findings({ ...answered, clockAheadMs })).clock).toEqual({ kind: 'passed' });
  });

  it.each([
    [2 * minutes + 1, 'clock-off'],
    [-61 * minutes, 'clock-off'],
    [120 * minutes, 'clock-far-off'],
    [-9_000 * minutes, 'clock-far-off'],
  ])('finds a problem at %i ms', async (offByMs, kind) => {
    const { clock } = await findings({ ...answered, clockAheadMs: offByMs });
    expect(clock).toEqual({ kind: 'problem', problem: { kind, offByMs } });
  });

  it.each<[ServerProbe, string]>([
    [{ ...answered, clockAheadMs: null }, 'server-tells-no-time'],
    [{ kind: 'no-answer', trouble: 'offline' }, 'server-not-reached'],
  ])('is skipped for %j', async (probe, reason) => {
    expect((await findings(probe)).clock).toEqual({ kind: 'skipped', reason });
  });
});
