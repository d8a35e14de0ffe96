import type { ExpectedDevice } from '@onbench/protocol/expected-api';

/* The words of the page for expected devices. */

export const EXPECTED_STATES: Readonly<Record<ExpectedDevice['state'], string>> = {
  expected: 'Expected',
  met: 'Enrolled',
  missed: 'Did not come',
};

/** What an announcement does, and what it does not. */
export const ANNOUNCING =
  'A request of such a name is marked as expected for whoever decides. It is approved like any other: anybody can give a machine that name, so that code and fingerprint are compared all the same.';

export const ANNOUNCE_PROBLEMS = {
  hostnames: 'Enter one host name a line: letters, digits, dots, - and _, at most 100 lines.',
  lab: 'Choose the lab that expects them.',
  technician: 'Enter the technician’s e-mail address, such as name@lab.example, or leave it empty.',
  days: 'Choose a first day and a last one that is not before it, at most a year later.',
} as const;

export type AnnounceField = keyof typeof ANNOUNCE_PROBLEMS;
