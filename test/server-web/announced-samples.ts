import type { GrantSummary } from '@onbench/protocol/approval-api';
import type { Disownable } from '@onbench/protocol/disown-api';
import type { EnrollmentDay } from '@onbench/protocol/enrollment-day-api';
import type { ExpectedDevice, ExpectedList } from '@onbench/protocol/expected-api';
import { LAB_MAC, ok, type ScriptedAnswer } from './scripted-server.ts';

/* Requests and what was announced of them: nothing, a few, and values as long as they can be. */

const LONG = 'spectrometer-of-the-north-wing-which-has-a-name-that-nobody-would-type-twice';

export const FURNACE: GrantSummary = {
  ...LAB_MAC,
  id: 'grant-2',
  hostname: 'furnace-02',
  client: { name: 'Onbench', version: '0.1.0', platform: 'linux' },
  key_fingerprint: 'SHA256:Zk7cWb1uRtQ0yMn4vXe9sLdJ2hPgA5oFfUiTqNmK8r0',
  requested_from: '192.0.2.51',
  known_workstation: true,
  created_at: '2026-05-09T11:46:30Z',
};

export const EXPECTED_FURNACE: GrantSummary = {
  ...FURNACE,
  expected: [
    {
      lab: 'NMGRL',
      technician_email: 'tom@nmgrl.example',
      announced_by: 'grace@nmgrl.example',
    },
  ],
};

/** Nobody announced it, and the lab wants to know why it is approved. */
export const UNANNOUNCED: GrantSummary = { ...LAB_MAC, reason_needed_in: ['NMGRL'] };

export const ANNOUNCED: ExpectedDevice = {
  id: 'e1b1f7a0-5f0e-4f6a-9a52-000000000001',
  hostname: 'furnace-02',
  lab: 'NMGRL',
  technician_email: 'tom@nmgrl.example',
  starts_at: '2026-05-09T00:00:00Z',
  ends_at: '2026-05-12T00:00:00Z',
  announced_by: 'grace@nmgrl.example',
  state: 'expected',
};

const EXPECTED_LABS: ExpectedList['labs'] = [{ name: 'NMGRL', asks_for_reasons: true }];

export function expectedAnswer(devices: readonly ExpectedDevice[], labs = EXPECTED_LABS) {
  return ok({ devices, labs });
}

export const LONG_ANNOUNCED: ExpectedDevice = {
  ...ANNOUNCED,
  id: 'e1b1f7a0-5f0e-4f6a-9a52-000000000002',
  hostname: `${LONG}.${LONG}.example`,
  technician_email: 'a-technician-with-a-very-long-name@a-very-long-domain-name.university.example',
  announced_by: 'an-administrator-with-a-very-long-name@a-very-long-domain-name.university.example',
};

export const ANNOUNCED_BEFORE: readonly ExpectedDevice[] = [
  { ...ANNOUNCED, id: 'e1b1f7a0-5f0e-4f6a-9a52-000000000003', hostname: 'argon-1', state: 'met' },
  {
    ...ANNOUNCED,
    id: 'e1b1f7a0-5f0e-4f6a-9a52-000000000004',
    hostname: 'plotter',
    technician_email: null,
    ends_at: '2026-05-10T00:00:00Z',
    state: 'missed',
  },
];

/** What a technician’s link stands for. */
export const DISOWNABLE: Disownable = {
  hostname: 'lab-mac-01',
  lab: 'NMGRL',
  approved_by: 'ada@nmgrl.example',
  approved_at: '2026-05-09T11:47:00Z',
};

export const OPEN_DAY: EnrollmentDay = {
  id: 'f1b1f7a0-5f0e-4f6a-9a52-000000000001',
  lab: 'NMGRL',
  machines: 20,
  networks: ['192.0.2.0/24', '2001:db8:85a3::/48'],
  technician_email: 'tom@nmgrl.example',
  starts_at: '2026-05-09T08:00:00Z',
  ends_at: '2026-05-09T18:00:00Z',
  announced_by: 'grace@nmgrl.example',
  state: 'open',
  waiting: [LAB_MAC, FURNACE],
  done: [
    {
      hostname: 'argon-1',
      key_fingerprint: 'SHA256:mN4vXe9sLdJ2hPgA5oFfUiTqNmK8r0Zk7cWb1uRtQ0y',
      decided_at: '2026-05-09T11:40:00Z',
    },
  ],
};

export function daysAnswer(days: readonly EnrollmentDay[]): ScriptedAnswer {
  return ok({ days });
}
