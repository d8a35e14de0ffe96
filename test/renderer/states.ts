import type { EnrollmentFailure, StateOf } from '../../src/shared/enrollment.ts';

/* One plausible state of each kind. */

export const API_BASE_URL = 'https://api.nmgrl.example';
export const FINGERPRINT = 'SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDZaZ2e4Oy1z8Qhf0M';
export const OTHER_FINGERPRINT = 'SHA256:9TQXn0kmiL1pKcdE2GqUUkqVxwxM8nq3yT2oJ5Vd1aE';

function blockOf(lab: string, host: string, port: string): string {
  return [
    `# BEGIN pychron-cloud:pychron-${lab}`,
    `Host pychron-${lab}`,
    `    HostName ${host}`,
    `    Port ${port}`,
    '    User git',
    '    IdentityFile /home/tess/.pychron/keys/pychron_lab-mac-01',
    '    IdentitiesOnly yes',
    '    UserKnownHostsFile /home/tess/.pychron/known_hosts',
    `# END pychron-cloud:pychron-${lab}`,
    '',
  ].join('\n');
}

/** A machine that may go on, with one check for each way to fare. */
export const CHECKING: StateOf<'checking'> = {
  kind: 'checking',
  apiBaseUrl: API_BASE_URL,
  checks: [
    { name: 'server', subject: 'api.nmgrl.example', progress: { kind: 'passed' } },
    {
      name: 'keyring',
      subject: 'Secret Service',
      progress: {
        kind: 'warning',
        problem: { kind: 'keyring-unavailable', backend: 'Secret Service' },
      },
    },
    {
      name: 'ssh-folder',
      subject: '/home/tess/.ssh',
      progress: {
        kind: 'failed',
        problem: { kind: 'not-writable', path: '/home/tess/.ssh', code: 'EROFS' },
      },
    },
  ],
};

export const REQUESTING_CODE: StateOf<'requesting-code'> = {
  kind: 'requesting-code',
  apiBaseUrl: API_BASE_URL,
};

export const AWAITING_APPROVAL: StateOf<'awaiting-approval'> = {
  kind: 'awaiting-approval',
  apiBaseUrl: API_BASE_URL,
  userCode: 'BCDF-GHJK',
  verificationUrl: `${API_BASE_URL}/device`,
  verificationUrlComplete: `${API_BASE_URL}/device?user_code=BCDF-GHJK`,
  keyFingerprint: FINGERPRINT,
  lifetimeMs: 900_000,
  remainingMs: 845_000,
  polling: { kind: 'waiting' },
  changes: {
    files: {
      privateKey: '/home/tess/.pychron/keys/pychron_lab-mac-01',
      publicKey: '/home/tess/.pychron/keys/pychron_lab-mac-01.pub',
      registration: '/home/tess/.pychron/registration.json',
      knownHosts: '/home/tess/.pychron/known_hosts',
      sshConfig: '/home/tess/.ssh/config',
    },
    sshConfig: { kind: 'block', block: blockOf('<lab>', '<git host>', '<port>'), place: 'top' },
  },
  earlierCode: null,
};

export const FINISHING: StateOf<'finishing'> = {
  kind: 'finishing',
  lab: 'NMGRL',
  step: 'known-hosts',
  question: null,
};

export const RECOVERY: StateOf<'recovery'> = {
  kind: 'recovery',
  lab: 'NMGRL',
  reason: 'unavailable',
  retrying: false,
};

export const ENROLLED: StateOf<'enrolled'> = {
  kind: 'enrolled',
  lab: 'NMGRL',
  apiBaseUrl: API_BASE_URL,
  sshHost: { alias: 'pychron-NMGRL', host: 'repo.nmgrl.example', port: 2222 },
  keyFingerprint: FINGERPRINT,
  files: {
    privateKey: '/home/tess/.pychron/keys/pychron_lab-mac-01',
    publicKey: '/home/tess/.pychron/keys/pychron_lab-mac-01.pub',
    registration: '/home/tess/.pychron/registration.json',
    knownHosts: '/home/tess/.pychron/known_hosts',
    sshConfig: '/home/tess/.ssh/config',
    databaseKey: null,
  },
  sshConfigBlock: blockOf('NMGRL', 'repo.nmgrl.example', '2222'),
  unusedApiBaseUrl: null,
  tokenKeptIn: 'keyring',
  proofs: [
    { check: 'token', outcome: 'passed', reason: null },
    { check: 'ssh-config', outcome: 'passed', reason: null },
    { check: 'ssh-login', outcome: 'passed', reason: null },
  ],
};

export function failed(failure: EnrollmentFailure): StateOf<'failed'> {
  return { kind: 'failed', apiBaseUrl: API_BASE_URL, failure };
}
