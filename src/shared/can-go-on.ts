import type { EnrollmentFailure } from './enrollment.ts';

/** Whether the same approval may still lead to success, once what failed is mended. */
export function canGoOn(failure: EnrollmentFailure): boolean {
  switch (failure.kind) {
    case 'not-proved':
    case 'ssh-config-conflict':
      return true;
    case 'file-error':
      // The one before there is an approval.
      return failure.step !== 'new-key';
    case 'interrupted':
      return failure.missing === 'keyring';
    default:
      return false;
  }
}
