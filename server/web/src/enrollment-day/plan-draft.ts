import { type PlanDayRequest, planDayRequest } from '@onbench/protocol/enrollment-day-api';
import { type ReadDraft, readDraft } from '../read-draft.ts';
import type { PlanField } from './enrollment-day-copy.ts';

/** What is typed before a day is planned. */
export interface PlanDraft {
  readonly lab: string;
  readonly machines: string;
  readonly networks: string;
  readonly technician: string;
  /** As a field for day and time has them, in this device's time zone; empty when none is chosen. */
  readonly from: string;
  readonly to: string;
}

const FIELDS = {
  lab: 'lab',
  machines: 'machines',
  networks: 'networks',
  technician_email: 'technician',
  starts_at: 'hours',
  ends_at: 'hours',
} as const satisfies Readonly<Record<keyof PlanDayRequest, PlanField>>;

export function readPlanDraft(draft: PlanDraft): ReadDraft<PlanDayRequest, PlanField> {
  return readDraft(planDayRequest, FIELDS, {
    lab: draft.lab,
    machines: /^\d{1,4}$/.test(draft.machines) ? Number(draft.machines) : null,
    networks: draft.networks.split(/[\s,;]+/).filter(Boolean),
    technician_email: draft.technician.trim() || null,
    starts_at: draft.from && new Date(draft.from).toISOString(),
    ends_at: draft.to && new Date(draft.to).toISOString(),
  });
}
