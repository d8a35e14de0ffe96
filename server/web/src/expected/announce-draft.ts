import { type AnnounceRequest, announceRequest } from '@onbench/protocol/expected-api';
import { endOfDay, startOfDay } from '../local-day.ts';
import type { AnnounceField } from './expected-copy.ts';

/** What is typed before devices are announced. */
export interface AnnounceDraft {
  /** One a line. */
  readonly hostnames: string;
  readonly lab: string;
  readonly technician: string;
  /** Days as a date field has them; empty when none is chosen. */
  readonly from: string;
  readonly to: string;
}

/** The request, or the fields that keep it from being one. */
export type ReadDraft =
  | { readonly kind: 'complete'; readonly request: AnnounceRequest }
  | { readonly kind: 'incomplete'; readonly problems: readonly AnnounceField[] };

const FIELDS: Readonly<Record<string, AnnounceField>> = {
  hostnames: 'hostnames',
  lab: 'lab',
  technician_email: 'technician',
  starts_at: 'days',
  ends_at: 'days',
};

export function readAnnounceDraft(draft: AnnounceDraft): ReadDraft {
  const parsed = announceRequest.safeParse({
    hostnames: draft.hostnames.split(/[\s,;]+/).filter(Boolean),
    lab: draft.lab,
    technician_email: draft.technician.trim() || null,
    starts_at: draft.from && startOfDay(draft.from),
    ends_at: draft.to && endOfDay(draft.to),
  });
  if (parsed.success) return { kind: 'complete', request: parsed.data };
  const problems = parsed.error.issues.map(({ path }) => FIELDS[String(path[0])] ?? 'days');
  return { kind: 'incomplete', problems: [...new Set(problems)] };
}
