import type { AdminDevice, AdministratorSummary, LabSummary } from '@onbench/protocol/admin-api';
import type { GrantSummary } from '@onbench/protocol/approval-api';
import type { Disownable } from '@onbench/protocol/disown-api';
import type { EnrollmentDay } from '@onbench/protocol/enrollment-day-api';
import type { ExpectedDevice, ExpectedList } from '@onbench/protocol/expected-api';
import { GRANTABLE_SCOPES } from '@onbench/protocol/grantable-scopes';
import type { Page } from 'playwright';
import { ADA, LAB_MAC, ok, type ScriptedAnswer, ScriptedServer } from './scripted-server.ts';

/* What the administrators' pages show in tests and pictures: nothing, a few, and values as long as they can be. */

export const BENCH: AdminDevice = {
  id: 'd1b1f7a0-5f0e-4f6a-9a52-000000000001',
  name: 'Argon line',
  lab: 'NMGRL',
  technician_email: 'tom@nmgrl.example',
  hostname: 'lab-mac-01',
  platform: 'darwin',
  client: 'Onbench',
  client_version: '0.1.0',
  key_fingerprint: 'SHA256:q3vKz0G8hWm1nXo5TtYb7Jc2RrLdPu9eFfAiVsNkE4w',
  address: '192.0.2.47',
  first_seen_at: '2026-02-03T09:20:00Z',
  last_seen_at: '2026-05-09T11:44:00Z',
  expires_at: '2026-08-01T09:20:00Z',
  state: 'active',
};

export const FEW: readonly AdminDevice[] = [
  BENCH,
  {
    ...BENCH,
    id: 'd1b1f7a0-5f0e-4f6a-9a52-000000000002',
    name: 'furnace-02',
    hostname: 'furnace-02',
    platform: 'linux',
    address: '192.0.2.51',
    last_seen_at: '2026-05-08T10:00:00Z',
    state: 'expiring',
  },
  {
    ...BENCH,
    id: 'd1b1f7a0-5f0e-4f6a-9a52-000000000003',
    name: 'laser-win',
    hostname: 'laser-win',
    platform: 'win32',
    last_seen_at: null,
    state: 'issued',
  },
  {
    ...BENCH,
    id: 'd1b1f7a0-5f0e-4f6a-9a52-000000000004',
    name: 'spectrometer-old',
    hostname: 'spectrometer-old',
    last_seen_at: '2026-03-01T10:00:00Z',
    state: 'inactive',
  },
  {
    ...BENCH,
    id: 'd1b1f7a0-5f0e-4f6a-9a52-000000000005',
    name: 'Handheld in lab 2',
    lab: null,
    technician_email: null,
    hostname: null,
    client: 'handheld-sync',
    client_version: '1.4.0',
    platform: 'linux',
    key_fingerprint: null,
    address: '192.0.2.60',
    state: 'expired',
  },
  {
    ...BENCH,
    id: 'd1b1f7a0-5f0e-4f6a-9a52-000000000006',
    name: 'stolen-laptop',
    hostname: 'stolen-laptop',
    last_seen_at: '2026-04-11T10:00:00Z',
    state: 'revoked',
  },
];

const LONG = 'spectrometer-of-the-north-wing-which-has-a-name-that-nobody-would-type-twice';

export const LONG_BENCH: AdminDevice = {
  ...BENCH,
  id: 'd1b1f7a0-5f0e-4f6a-9a52-000000000007',
  name: `${LONG}-with-a-long-end-01`,
  lab: 'A-laboratory-with-the-longest-name-that-the-grammar-allows-0063',
  technician_email: 'a-technician-with-a-very-long-name@a-very-long-domain-name.university.example',
  hostname: `${LONG}.${LONG}.example`,
  client_version: '0.1.0-beta.20260509+0123456789abcdef',
  address: '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
  state: 'issued',
};

export function devicesAnswer(devices: readonly AdminDevice[], more = false): ScriptedAnswer {
  const total = more ? 132 : devices.length;
  return ok({ devices, total, next: more ? 'cursor' : null });
}

export function detailsAnswer(device: AdminDevice): ScriptedAnswer {
  const token = {
    id: 'token-2',
    state: device.state,
    scopes: ['workstations:register_ssh_key'],
    key_fingerprint: device.key_fingerprint,
    created_at: '2026-05-03T09:20:00Z',
    last_used_at: device.last_seen_at,
    expires_at: device.expires_at,
    revoked_at: null,
  };
  const before = {
    ...token,
    id: 'token-1',
    state: 'revoked',
    created_at: '2026-02-03T09:20:00Z',
    revoked_at: '2026-05-03T09:21:00Z',
  };
  return ok({ device, tokens: [token, before] });
}

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

const LONG_REQUEST: GrantSummary = {
  ...LAB_MAC,
  id: 'grant-3',
  hostname: `${LONG}.${LONG}.${LONG}.example`,
  client: { name: 'Onbench', version: '0.1.0-beta.20260509+0123456789abcdef', platform: 'linux' },
  requested_from: '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
};

export function inboxAnswer(requests: readonly GrantSummary[], version = 'v1'): ScriptedAnswer {
  return ok({ version, requests });
}

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

const LONG_ANNOUNCED: ExpectedDevice = {
  ...ANNOUNCED,
  id: 'e1b1f7a0-5f0e-4f6a-9a52-000000000002',
  hostname: `${LONG}.${LONG}.example`,
  technician_email: LONG_BENCH.technician_email,
  announced_by: 'an-administrator-with-a-very-long-name@a-very-long-domain-name.university.example',
};

const ANNOUNCED_BEFORE: readonly ExpectedDevice[] = [
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

export const LABS: readonly LabSummary[] = [
  { name: 'NMGRL', created_at: '2026-01-12T09:00:00Z', devices: 12, administrators: 2 },
  { name: 'OSU', created_at: '2026-03-02T09:00:00Z', devices: 0, administrators: 0 },
];

export const ADA_LISTED: AdministratorSummary = {
  id: 'a1b1f7a0-5f0e-4f6a-9a52-000000000001',
  email: 'ada@nmgrl.example',
  labs: ['NMGRL'],
  may_grant: [...GRANTABLE_SCOPES],
  server_administrator: true,
  created_at: '2026-01-12T09:00:00Z',
};

export const GRACE: AdministratorSummary = {
  ...ADA_LISTED,
  id: 'a1b1f7a0-5f0e-4f6a-9a52-000000000002',
  email: 'grace@nmgrl.example',
  may_grant: ['workstations:register_ssh_key', 'me.read'],
  server_administrator: false,
};

const LONG_ADMINISTRATOR: AdministratorSummary = {
  ...GRACE,
  id: 'a1b1f7a0-5f0e-4f6a-9a52-000000000003',
  email: 'an-administrator-with-a-very-long-name@a-very-long-domain-name.university.example',
  labs: ['A-laboratory-with-the-longest-name-that-the-grammar-allows-0063', 'NMGRL', 'OSU'],
  may_grant: [],
};

/** A page, what its server says, and what is pressed before one looks. */
export interface ConsoleScreen {
  readonly name: string;
  readonly path: '/devices' | '/inbox' | '/expected' | '/enrollment-day' | '/labs' | '/not-me';
  readonly server: () => ScriptedServer;
  readonly steps?: (page: Page) => Promise<void>;
}

type Script = Readonly<Record<string, ScriptedAnswer>>;

function screen(
  name: string,
  path: ConsoleScreen['path'],
  script: Script,
  steps?: ConsoleScreen['steps'],
): ConsoleScreen {
  const server = () => new ScriptedServer({ 'GET session': ok(ADA), ...script });
  return { name, path, server, ...(steps && { steps }) };
}

const press = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).click();

const labs = (list: readonly LabSummary[], administrators: readonly AdministratorSummary[]) => ({
  'GET labs': ok({ labs: list }),
  'GET administrators': ok({ administrators }),
});

export const SCREENS: readonly ConsoleScreen[] = [
  screen('devices-empty', '/devices', { 'GET devices': devicesAnswer([]) }),
  screen('devices-few', '/devices', { 'GET devices': devicesAnswer(FEW, true) }),
  screen('devices-long', '/devices', { 'GET devices': devicesAnswer([LONG_BENCH, ...FEW]) }),
  screen('devices-failed', '/devices', { 'GET devices': 'unreachable' }),
  screen(
    'devices-details',
    '/devices',
    { 'GET devices': devicesAnswer(FEW), [`GET ${BENCH.id}`]: detailsAnswer(BENCH) },
    async (page) => {
      await press('Argon line')(page);
      await page.getByText('Its 2 tokens').waitFor();
    },
  ),
  screen(
    'devices-rename',
    '/devices',
    { 'GET devices': devicesAnswer(FEW), [`GET ${BENCH.id}`]: detailsAnswer(BENCH) },
    async (page) => {
      await press('Argon line')(page);
      await press('Rename…')(page);
    },
  ),
  screen('devices-revoke', '/devices', { 'GET devices': devicesAnswer(FEW) }, async (page) => {
    await page.getByLabel('Select all that are shown').check();
    await press('Revoke 5 devices')(page);
    await press('Revoke')(page);
    await page.getByRole('alert').waitFor();
  }),
  screen(
    'devices-revoked',
    '/devices',
    {
      'GET devices': devicesAnswer(FEW),
      'POST revoke': ok({
        results: FEW.slice(0, 5).map(({ id }, index) => ({
          device_id: id,
          outcome: index === 1 ? 'failed' : 'revoked',
        })),
      }),
    },
    async (page) => {
      await page.getByLabel('Select all that are shown').check();
      await press('Revoke 5 devices')(page);
      await page.getByLabel('Type 5 to confirm').fill('5');
      await press('Revoke')(page);
      await page.getByText('1 of 5 not revoked').waitFor();
    },
  ),
  screen('inbox-empty', '/inbox', { 'GET inbox': inboxAnswer([]) }),
  screen('inbox-few', '/inbox', { 'GET inbox': inboxAnswer([FURNACE, LAB_MAC]) }),
  screen('inbox-long', '/inbox', { 'GET inbox': inboxAnswer([LONG_REQUEST]) }),
  screen('inbox-deny', '/inbox', { 'GET inbox': inboxAnswer([LAB_MAC]) }, press('Deny…')),
  screen('inbox-opened', '/inbox', { 'GET inbox': inboxAnswer([LAB_MAC]) }, async (page) => {
    await press('Enter its code')(page);
    await page.getByLabel('Code').waitFor();
  }),
  screen('inbox-expected', '/inbox', {
    'GET inbox': inboxAnswer([EXPECTED_FURNACE, UNANNOUNCED]),
  }),
  screen(
    'inbox-reason',
    '/inbox',
    { 'GET inbox': inboxAnswer([UNANNOUNCED]), 'POST lookup': ok(UNANNOUNCED) },
    async (page) => {
      await press('Enter its code')(page);
      await page.getByLabel('Code').fill('BCDF-GHJK');
      await press('Continue')(page);
      await press('Approve')(page);
      await page.getByText('Say why you approve').waitFor();
    },
  ),
  screen('expected-empty', '/expected', { 'GET expected': expectedAnswer([]) }),
  screen('expected-few', '/expected', {
    'GET expected': expectedAnswer([ANNOUNCED, ...ANNOUNCED_BEFORE]),
  }),
  screen('expected-long', '/expected', {
    'GET expected': expectedAnswer([LONG_ANNOUNCED, ...ANNOUNCED_BEFORE]),
  }),
  screen('expected-announce', '/expected', { 'GET expected': expectedAnswer([]) }, async (page) => {
    await press('Announce devices…')(page);
    await press('Announce')(page);
    await page.getByText('Enter one host name a line').waitFor();
  }),
  screen(
    'expected-withdraw',
    '/expected',
    { 'GET expected': expectedAnswer([ANNOUNCED]) },
    press('Withdraw furnace-02'),
  ),
  screen('day-empty', '/enrollment-day', { 'GET enrollment-days': daysAnswer([]) }),
  screen('day-open', '/enrollment-day', { 'GET enrollment-days': daysAnswer([OPEN_DAY]) }),
  screen('day-plan', '/enrollment-day', { 'GET enrollment-days': daysAnswer([]) }, async (page) => {
    await press('Plan a day…')(page);
    await press('Plan it')(page);
    await page.getByText('Enter how many machines').waitFor();
  }),
  screen(
    'day-code',
    '/enrollment-day',
    { 'GET enrollment-days': daysAnswer([OPEN_DAY]) },
    async (page) => {
      await press('Approve by code')(page);
      await page.getByLabel('Code').waitFor();
    },
  ),
  screen('not-me-asking', '/not-me', { 'POST lookup': ok(DISOWNABLE) }),
  screen(
    'not-me-done',
    '/not-me',
    { 'POST lookup': ok(DISOWNABLE), 'POST disown': ok({ disowned: true }) },
    async (page) => {
      await press('This was not me: revoke it')(page);
      await page.getByRole('heading', { name: 'Revoked' }).waitFor();
    },
  ),
  screen('not-me-over', '/not-me', {
    'POST lookup': { status: 404, body: { code: 'not_found', message: 'over' } },
  }),
  screen('labs-empty', '/labs', labs([], [ADA_LISTED])),
  screen('labs-few', '/labs', labs(LABS, [ADA_LISTED, GRACE])),
  screen('labs-long', '/labs', labs(LABS, [ADA_LISTED, LONG_ADMINISTRATOR])),
  screen('labs-add', '/labs', labs(LABS, [ADA_LISTED]), press('Add a lab…')),
  screen('labs-administrator', '/labs', labs(LABS, [ADA_LISTED]), press('Add an administrator…')),
  screen('labs-administrator-own', '/labs', labs(LABS, [ADA_LISTED, GRACE]), async (page) => {
    await press(`Change ${GRACE.email}`)(page);
    await page.getByText(/May grant to devices of their own: 1/).click();
  }),
  screen(
    'labs-added',
    '/labs',
    {
      ...labs(LABS, [ADA_LISTED]),
      'POST administrators': {
        status: 201,
        body: { administrator: GRACE, password: 'k4mzq8wvx2nbr7tphc5d' },
      },
    },
    async (page) => {
      await press('Add an administrator…')(page);
      await page.getByLabel('E-mail').fill(GRACE.email);
      await press('Add')(page);
      await page.getByText('k4mzq8wvx2nbr7tphc5d').waitFor();
    },
  ),
  screen('labs-remove', '/labs', labs(LABS, [ADA_LISTED, GRACE]), press(`Remove ${GRACE.email}`)),
];
