import type {
  LabRegistration,
  LabRepository,
  RegistrationsState,
  RemovalPlan,
  StatusLine,
} from '../../../src/shared/registrations.ts';
import { FINGERPRINT } from '../states.ts';

const PASSED: readonly StatusLine[] = [
  {
    name: 'registration',
    subject: '/home/tess/.pychron/registration.json',
    verdict: { kind: 'passed' },
  },
  { name: 'token', subject: 'pychron.cloud, NMGRL', verdict: { kind: 'passed' } },
  {
    name: 'key',
    subject: '/home/tess/.pychron/keys/pychron_lab-mac-01',
    verdict: { kind: 'passed' },
  },
  { name: 'ssh-config', subject: '/home/tess/.ssh/config', verdict: { kind: 'passed' } },
  { name: 'known-hosts', subject: '/home/tess/.pychron/known_hosts', verdict: { kind: 'passed' } },
  { name: 'host', subject: 'repo.nmgrl.example:2222', verdict: { kind: 'passed' } },
];

/** The lines of a lab with some of them found otherwise. */
export function lines(
  found: Partial<Record<StatusLine['name'], StatusLine['verdict']>> = {},
): readonly StatusLine[] {
  return PASSED.map((line) => ({ ...line, verdict: found[line.name] ?? line.verdict }));
}

export const NMGRL: LabRegistration = {
  lab: 'NMGRL',
  isCurrent: true,
  status: 'registered',
  lines: lines(),
  repairable: false,
  apiBaseUrl: 'https://api.nmgrl.example',
  keyFingerprint: FINGERPRINT,
  sshHost: { alias: 'pychron-NMGRL', host: 'repo.nmgrl.example', port: 2222 },
  scopes: ['workstations:register_ssh_key'],
  enrolledAt: '2026-05-09T12:00:00Z',
  expiry: { expiresAt: '2026-08-07T12:00:00Z', daysLeft: 60, warning: null },
  clones: [],
  keyChangePending: false,
};

/** A lab beside the current one. */
export function otherLab(lab: string): LabRegistration {
  return {
    ...NMGRL,
    lab,
    isCurrent: false,
    sshHost: { alias: `pychron-${lab}`, host: 'git.example.org', port: 22 },
  };
}

export const MISSING_KEY: LabRegistration = {
  ...NMGRL,
  status: 'partial',
  repairable: true,
  lines: lines({
    registration: { kind: 'missing' },
    key: { kind: 'too-open', mode: '644' },
    'ssh-config': { kind: 'conflict', line: 14 },
    host: { kind: 'unreachable' },
  }),
};

export const MISSING_TOKEN: LabRegistration = {
  ...NMGRL,
  status: 'partial',
  lines: lines({ token: { kind: 'missing' } }),
};

export function registrationsOf(
  labs: readonly LabRegistration[],
  more: Partial<RegistrationsState> = {},
): RegistrationsState {
  const current = labs.find(({ isCurrent }) => isCurrent)?.lab ?? null;
  return { known: true, current, labs, running: null, outcome: null, ...more };
}

export const REPOSITORIES: readonly LabRepository[] = [
  {
    repository: 'NMGRL/MetaData',
    description: 'Metadata of the lab’s workstations',
    isMetadata: true,
    path: '/home/tess/Pychron/MetaData',
    isPresent: true,
  },
  {
    repository: 'NMGRL/Irradiations-2026',
    description: '',
    isMetadata: false,
    path: '/home/tess/Pychron/projects/Irradiations-2026',
    isPresent: false,
  },
];

export const REMOVAL_PLAN: RemovalPlan = {
  lab: 'NMGRL',
  items: [
    { kind: 'token', subject: 'NMGRL' },
    { kind: 'private-key', subject: '/home/tess/.pychron/keys/pychron_lab-mac-01' },
    { kind: 'public-key', subject: '/home/tess/.pychron/keys/pychron_lab-mac-01.pub' },
    { kind: 'registration', subject: '/home/tess/.pychron/registration.json' },
    { kind: 'ssh-config-block', subject: '/home/tess/.ssh/config' },
    { kind: 'known-hosts-line', subject: '/home/tess/.pychron/known_hosts' },
    { kind: 'record', subject: '/home/tess/.pychron/labs/NMGRL/record.json' },
  ],
  clones: [{ repository: 'NMGRL/MetaData', path: '/home/tess/Pychron/MetaData' }],
};
