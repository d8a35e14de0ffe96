import type { PreFlightProblem } from './pre-flight.ts';

/** Where on the way from this machine to a working enrollment a problem sits. */
export type TroubleLayer = 'DNS' | 'TCP' | 'TLS' | 'proxy' | 'HTTP' | 'clock' | 'keyring' | 'files';

export interface TroubleNumber {
  /** Short enough for the telephone. docs/troubleshooting.md explains each; a number is never given to another problem. */
  readonly number: `T-${number}`;
  readonly layer: TroubleLayer;
  readonly weight: 'warning' | 'failed';
}

/**
 * A keyring in trouble only warns: a lab without one still enrolls, and its technician keeps the token by hand. A clock
 * that is minutes off only warns too, because the time left of a code is counted from the server's own times; a clock
 * that is hours off would refuse good certificates and misdate everything that is measured here.
 */
export const TROUBLE_NUMBERS: Record<PreFlightProblem['kind'], TroubleNumber> = {
  'name-not-found': { number: 'T-01', layer: 'DNS', weight: 'failed' },
  offline: { number: 'T-02', layer: 'TCP', weight: 'failed' },
  'connection-refused': { number: 'T-03', layer: 'TCP', weight: 'failed' },
  'timed-out': { number: 'T-04', layer: 'TCP', weight: 'failed' },
  interrupted: { number: 'T-05', layer: 'TCP', weight: 'failed' },
  'certificate-not-trusted': { number: 'T-06', layer: 'TLS', weight: 'failed' },
  proxy: { number: 'T-07', layer: 'proxy', weight: 'failed' },
  redirected: { number: 'T-08', layer: 'HTTP', weight: 'failed' },
  'answer-too-large': { number: 'T-09', layer: 'HTTP', weight: 'failed' },
  'not-enrollment-server': { number: 'T-10', layer: 'HTTP', weight: 'warning' },
  'server-troubled': { number: 'T-11', layer: 'HTTP', weight: 'warning' },
  'clock-off': { number: 'T-12', layer: 'clock', weight: 'warning' },
  'clock-far-off': { number: 'T-13', layer: 'clock', weight: 'failed' },
  'keyring-unavailable': { number: 'T-14', layer: 'keyring', weight: 'warning' },
  'keyring-timed-out': { number: 'T-15', layer: 'keyring', weight: 'warning' },
  'keyring-altered': { number: 'T-16', layer: 'keyring', weight: 'warning' },
  'not-writable': { number: 'T-17', layer: 'files', weight: 'failed' },
  'not-a-folder': { number: 'T-18', layer: 'files', weight: 'failed' },
  'disk-full': { number: 'T-19', layer: 'files', weight: 'failed' },
  'folder-timed-out': { number: 'T-20', layer: 'files', weight: 'failed' },
  'writable-by-others': { number: 'T-21', layer: 'files', weight: 'warning' },
  'owned-by-other': { number: 'T-22', layer: 'files', weight: 'warning' },
  'git-host-unreachable': { number: 'T-23', layer: 'TCP', weight: 'warning' },
  'keyring-not-shared': { number: 'T-24', layer: 'keyring', weight: 'warning' },
};
