import type { EnrollmentState } from '../../shared/enrollment.ts';
import type { Notice, Notifier } from '../platform/notifier.ts';
import type { EnrollmentWorker } from './enrollment-worker.ts';

/** Late enough to be worth a word, early enough to still find an administrator. */
const SOON_MS = 120_000;

/** Tells of what a technician who looks elsewhere would want to know, once each. */
export function followNotices(worker: EnrollmentWorker, notifier: Notifier): void {
  let previous = worker.state;
  worker.subscribe((state) => {
    const notice = noticeOf(previous, state);
    previous = state;
    if (notice) notifier.show(notice);
  });
}

/** The words for a change of state, or null for one that can wait. No code is in them: others may see the screen. */
export function noticeOf(previous: EnrollmentState, state: EnrollmentState): Notice | null {
  if (previous.kind !== 'awaiting-approval') return null;
  switch (state.kind) {
    case 'finishing':
      return {
        title: `Approved for ${state.lab}`,
        body: 'Onbench is setting up this workstation.',
      };
    case 'failed':
      return state.failure.kind === 'denied'
        ? { title: 'Enrollment denied', body: 'The administrator denied the request.' }
        : null;
    case 'awaiting-approval': {
      const isCrossing = previous.remainingMs > SOON_MS && state.remainingMs <= SOON_MS;
      return isCrossing
        ? {
            title: 'The code expires in 2 minutes',
            body: 'Nobody has approved it yet. Ask your administrator, or get a new code.',
          }
        : null;
    }
    default:
      return null;
  }
}
