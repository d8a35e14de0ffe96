import type { EnrollmentFailure } from '../../shared/enrollment.ts';
import type { PreFlightCheck } from '../../shared/pre-flight.ts';
import type { RegistrationFailure } from '../../shared/registrations.ts';

/** How a command ended, by name. docs/cli.md explains each; a number is never given to another meaning. */
export const EXIT_CODES = {
  ok: 0,
  bug: 1,
  usage: 2,
  denied: 3,
  expired: 4,
  cancelled: 5,
  network: 6,
  keyring: 7,
  policy: 8,
  busy: 9,
  workstation: 10,
  'host-key': 11,
  suspended: 12,
  'not-enrolled': 13,
} as const;

export type Ending = keyof typeof EXIT_CODES;

const ENROLLMENT: Record<EnrollmentFailure['kind'], Ending> = {
  'server-unreachable': 'network',
  'not-device-capable': 'network',
  'rate-limited': 'network',
  'key-rejected': 'network',
  'server-error': 'network',
  'bad-response': 'network',
  denied: 'denied',
  expired: 'expired',
  cancelled: 'cancelled',
  'file-error': 'workstation',
  'ssh-config-conflict': 'workstation',
  'host-key-refused': 'host-key',
  'not-proved': 'workstation',
  interrupted: 'workstation',
  'lab-not-allowed': 'policy',
};

export function endingOfEnrollment(failure: EnrollmentFailure): Ending {
  const isKeyring = failure.kind === 'interrupted' && failure.missing === 'keyring';
  return isKeyring ? 'keyring' : ENROLLMENT[failure.kind];
}

/** By what is in the way: the first failure, or else the first warning. */
export function endingOfChecks(checks: readonly PreFlightCheck[]): Ending {
  const blocking =
    checks.find(({ progress }) => progress.kind === 'failed') ??
    checks.find(({ progress }) => progress.kind === 'warning');
  switch (blocking?.name) {
    case 'server':
    case 'clock':
    case 'git-host':
      return 'network';
    case 'keyring':
      return 'keyring';
    default:
      return 'workstation';
  }
}

const REGISTRATION: Partial<Record<RegistrationFailure['kind'], Ending>> = {
  'server-unreachable': 'network',
  'server-error': 'network',
  'bad-response': 'network',
  'not-revoked': 'network',
  keyring: 'keyring',
  'token-missing': 'keyring',
  'host-key-differs': 'host-key',
};

export function endingOfRegistration({ kind }: RegistrationFailure): Ending {
  return REGISTRATION[kind] ?? 'workstation';
}
