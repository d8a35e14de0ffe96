import { z } from 'zod';
import { hostname, labName } from './names.ts';

/* What the administrators' page for expected devices calls. */

export const ADMIN_EXPECTED_PATH = '/api/v1/admin/expected';
export const ADMIN_REASONS_PATH = '/api/v1/admin/expected/reasons';

export const MAX_ANNOUNCED_AT_ONCE = 100;

/** A year: whoever expects a machine for longer does not expect it. */
const MAX_SPAN_MS = 366 * 24 * 3_600 * 1_000;

/** Machines by their host names, for one lab, from one moment up to another. */
export const announceRequest = z
  .object({
    hostnames: z.array(hostname).min(1, 'enter a host name').max(MAX_ANNOUNCED_AT_ONCE),
    lab: labName,
    technician_email: z.email('enter an e-mail address').max(254).nullable(),
    starts_at: z.iso.datetime(),
    ends_at: z.iso.datetime(),
  })
  .refine(({ starts_at, ends_at }) => isSpan(starts_at, ends_at), {
    path: ['ends_at'],
    message: 'choose a last day that is not before the first one, at most a year later',
  });

function isSpan(startsAt: string, endsAt: string): boolean {
  const spanMs = Date.parse(endsAt) - Date.parse(startsAt);
  return spanMs > 0 && spanMs <= MAX_SPAN_MS;
}

export type AnnounceRequest = Readonly<z.infer<typeof announceRequest>>;

export const expectedDevice = z.object({
  id: z.string(),
  hostname: z.string(),
  lab: z.string(),
  technician_email: z.string().nullable(),
  starts_at: z.iso.datetime(),
  ends_at: z.iso.datetime(),
  announced_by: z.string(),
  /** `met`: a request of this host name was approved for the lab. `missed`: none was, in time. */
  state: z.enum(['expected', 'met', 'missed']),
});

export type ExpectedDevice = Readonly<z.infer<typeof expectedDevice>>;

/** Whether whoever approves for a lab says why, where nobody announced the device. */
export const reasonsRequest = z.object({ lab: labName, asks: z.boolean() });

export const expectedList = z.object({
  devices: z.array(expectedDevice),
  labs: z.array(z.object({ name: z.string(), asks_for_reasons: z.boolean() })),
});

export type ExpectedList = Readonly<z.infer<typeof expectedList>>;
