import type { PlanDayRequest } from '../../protocol/src/enrollment-day-api.ts';
import type { AnnounceRequest } from '../../protocol/src/expected-api.ts';
import type { TestApp } from './test-app.ts';

const DAY_MS = 24 * 3_600_000;

/** `lab-mac-01`, expected in NMGRL from now on for a day. */
export function announcement(
  { clock }: Pick<TestApp, 'clock'>,
  changes: Partial<AnnounceRequest> = {},
): AnnounceRequest {
  const now = clock.now().getTime();
  return {
    hostnames: ['lab-mac-01'],
    lab: 'NMGRL',
    technician_email: 'tom@nmgrl.example',
    starts_at: new Date(now).toISOString(),
    ends_at: new Date(now + DAY_MS).toISOString(),
    ...changes,
  };
}

/** Two machines on loopback, for NMGRL, from now on for a day. */
export function enrollmentDay(
  test: Pick<TestApp, 'clock'>,
  changes: Partial<PlanDayRequest> = {},
): PlanDayRequest {
  const { lab, technician_email, starts_at, ends_at } = announcement(test);
  const machines = { machines: 2, networks: ['127.0.0.0/8'] };
  return { lab, technician_email, starts_at, ends_at, ...machines, ...changes };
}
