import { type AnnounceRequest, announceRequest } from '@onbench/protocol/expected-api';
import { endOfDay, startOfDay } from '../local-day.ts';
import { type ReadDraft, readDraft } from '../read-draft.ts';
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

const FIELDS = {
  hostnames: 'hostnames',
  lab: 'lab',
  technician_email: 'technician',
  starts_at: 'days',
  ends_at: 'days',
} as const satisfies Readonly<Record<keyof AnnounceRequest, AnnounceField>>;

export function readAnnounceDraft(draft: AnnounceDraft): ReadDraft<AnnounceRequest, AnnounceField> {
  return readDraft(announceRequest, FIELDS, {
    hostnames: draft.hostnames.split(/[\s,;]+/).filter(Boolean),
    lab: draft.lab,
    technician_email: draft.technician.trim() || null,
    starts_at: draft.from && startOfDay(draft.from),
    ends_at: draft.to && endOfDay(draft.to),
  });
}
