import { z } from 'zod';
import { grantSummary } from './approval-api.ts';
import { labName } from './names.ts';

/* What the administrators' page for enrollment days calls. */

export const ADMIN_ENROLLMENT_DAYS_PATH = '/api/v1/admin/enrollment-days';

const WEEK_MS = 7 * 24 * 3_600 * 1_000;

/** An address or a CIDR range. Everybody's is no named network. */
const network = z
  .union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()], 'enter addresses or ranges like 10.0.0.0/8')
  .refine((text) => !text.endsWith('/0'), 'name the networks: /0 is all of them');

/** A window of hours in which so many machines from these networks are enrolled into a lab. */
export const planDayRequest = z
  .object({
    lab: labName,
    machines: z.number().int().min(1).max(1_000),
    networks: z.array(network).min(1).max(20),
    technician_email: z.email('enter an e-mail address').max(254).nullable(),
    starts_at: z.iso.datetime(),
    ends_at: z.iso.datetime(),
  })
  .refine(({ starts_at, ends_at }) => isWindow(starts_at, ends_at), {
    path: ['ends_at'],
    message: 'choose an end after the beginning, at most a week later',
  });

function isWindow(startsAt: string, endsAt: string): boolean {
  const spanMs = Date.parse(endsAt) - Date.parse(startsAt);
  return spanMs > 0 && spanMs <= WEEK_MS;
}

export type PlanDayRequest = Readonly<z.infer<typeof planDayRequest>>;

export const enrollmentDay = z.object({
  id: z.string(),
  lab: z.string(),
  machines: z.number().int(),
  networks: z.array(z.string()),
  technician_email: z.string().nullable(),
  starts_at: z.iso.datetime(),
  ends_at: z.iso.datetime(),
  announced_by: z.string(),
  /** `full`: as many as were planned are approved; further requests are like any other. */
  state: z.enum(['planned', 'open', 'full', 'over']),
  /** What waits for a decision, oldest first. */
  waiting: z.array(grantSummary),
  /** What was approved, newest first. */
  done: z.array(
    z.object({
      hostname: z.string(),
      key_fingerprint: z.string().nullable(),
      decided_at: z.iso.datetime().nullable(),
    }),
  ),
});

export type EnrollmentDay = Readonly<z.infer<typeof enrollmentDay>>;

export const enrollmentDayList = z.object({ days: z.array(enrollmentDay) });
