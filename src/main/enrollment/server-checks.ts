import type { PreFlightProblem } from '../../shared/pre-flight.ts';
import type { EnrollmentClient } from '../api/enrollment-client.ts';
import type { ServerProbe } from '../api/server-probe.ts';
import { type Check, type Finding, PASSED, problemFound } from '../workstation/check.ts';

/** design.md: the clock within 2 minutes. */
const CLOCK_TOLERANCE_MS = 2 * 60_000;

/** From here on it is no drift and no forgotten daylight saving time: the clock is simply not set. */
const CLOCK_FAR_OFF_MS = 2 * 60 * 60_000;

const NOT_REACHED: Finding = { kind: 'skipped', reason: 'server-not-reached' };

/** Two checks of one answer: the way to the server, and the time that it tells. */
export function serverChecks(client: Pick<EnrollmentClient, 'host' | 'probe'>): readonly Check[] {
  const { host } = client;
  let announce: (probe: ServerProbe) => void;
  const answer = new Promise<ServerProbe>((resolve) => {
    announce = resolve;
  });
  return [
    {
      name: 'server',
      subject: host,
      timeUp: problemFound({ kind: 'timed-out', host }),
      run: async (signal) => {
        const probe = await client.probe(signal);
        announce(probe);
        const problem = serverProblem(probe, host);
        return problem === null ? PASSED : problemFound(problem);
      },
    },
    {
      name: 'clock',
      subject: null,
      // Without an answer there is nothing to judge: this limit ends the wait for it.
      timeUp: NOT_REACHED,
      run: async () => judgeClock(await answer),
    },
  ];
}

function serverProblem(probe: ServerProbe, host: string): PreFlightProblem | null {
  if (probe.kind === 'no-answer') return { kind: probe.trouble, host };
  const { status, isServersWord } = probe;
  if (status >= 500) return { kind: 'server-troubled', host, status };
  return isServersWord ? null : { kind: 'not-enrollment-server', host, status };
}

function judgeClock(probe: ServerProbe): Finding {
  if (probe.kind !== 'answered') return NOT_REACHED;
  const { clockAheadMs: offByMs } = probe;
  if (offByMs === null) return { kind: 'skipped', reason: 'server-tells-no-time' };
  const off = Math.abs(offByMs);
  if (off <= CLOCK_TOLERANCE_MS) return PASSED;
  return problemFound({ kind: off < CLOCK_FAR_OFF_MS ? 'clock-off' : 'clock-far-off', offByMs });
}
