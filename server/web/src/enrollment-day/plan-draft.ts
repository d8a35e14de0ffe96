import { type PlanDayRequest, planDayRequest } from '@onbench/protocol/enrollment-day-api';
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

/** The request, or the fields that keep it from being one. */
export type ReadPlan =
  | { readonly kind: 'complete'; readonly request: PlanDayRequest }
  | { readonly kind: 'incomplete'; readonly problems: readonly PlanField[] };

const FIELDS: Readonly<Record<string, PlanField>> = {
  lab: 'lab',
  machines: 'machines',
  networks: 'networks',
  technician_email: 'technician',
  starts_at: 'hours',
  ends_at: 'hours',
};

export function readPlanDraft(draft: PlanDraft): ReadPlan {
  const parsed = planDayRequest.safeParse({
    lab: draft.lab,
    machines: /^\d{1,4}$/.test(draft.machines) ? Number(draft.machines) : null,
    networks: draft.networks.split(/[\s,;]+/).filter(Boolean),
    technician_email: draft.technician.trim() || null,
    starts_at: draft.from && new Date(draft.from).toISOString(),
    ends_at: draft.to && new Date(draft.to).toISOString(),
  });
  if (parsed.success) return { kind: 'complete', request: parsed.data };
  const problems = parsed.error.issues.map(({ path }) => FIELDS[String(path[0])] ?? 'hours');
  return { kind: 'incomplete', problems: [...new Set(problems)] };
}
