import type { Notice } from '../platform/notifier.ts';
import type { ExpiryWarning } from './registrations.ts';

/** The words for a token that is about to end. */
export function expiryNotice({ lab, daysLeft }: ExpiryWarning): Notice {
  const days = daysLeft === 1 ? '1 day' : `${daysLeft} days`;
  return {
    title: `Access to ${lab} ends in ${days}`,
    body: 'Open Onbench and enroll again: an administrator’s approval renews it.',
  };
}
