import type { EnrollmentDay } from '@onbench/protocol/enrollment-day-api';

/* The words of the page for enrollment days. */

export const DAY_STATES: Readonly<Record<EnrollmentDay['state'], string>> = {
  planned: 'Not begun',
  open: 'Open',
  full: 'All done',
  over: 'Over',
};

/** What a day does, and what it does not. */
export const PLANNING =
  'Requests that come in these hours from these networks stand in one list. Each is approved by the code from its own screen, after comparing: lab, technician, permissions and expiry stay from one machine to the next.';

export const PLAN_PROBLEMS = {
  lab: 'Choose the lab that the machines go to.',
  machines: 'Enter how many machines there are, from 1 to 1,000.',
  networks: 'Enter addresses or ranges such as 192.0.2.0/24, at most 20.',
  hours: 'Choose a beginning and an end after it, at most a week later.',
  technician: 'Enter the technician’s e-mail address, such as name@lab.example, or leave it empty.',
} as const;

export type PlanField = keyof typeof PLAN_PROBLEMS;

/** `3 done · 5 waiting · 17 left of 20`. */
export function describeProgress({ machines, done, waiting }: EnrollmentDay): string {
  const left = machines - done.length;
  return `${done.length} done · ${waiting.length} waiting · ${left} left of ${machines}`;
}
