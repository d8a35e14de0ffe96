import type { AdminDevice, AdministratorSummary, LabSummary } from '@onbench/protocol/admin-api';
import type { GrantSummary } from '@onbench/protocol/approval-api';
import type { AuditRow } from '@onbench/protocol/audit';
import { GRANTABLE_SCOPES } from '@onbench/protocol/grantable-scopes';
import type { Page } from 'playwright';
import {
  ANNOUNCED,
  ANNOUNCED_BEFORE,
  DISOWNABLE,
  daysAnswer,
  EXPECTED_FURNACE,
  expectedAnswer,
  FURNACE,
  LONG_ANNOUNCED,
  OPEN_DAY,
  UNANNOUNCED,
} from './announced-samples.ts';
import { event, GRANT } from './audit/audit-event.ts';
import {
  ADA,
  LAB_MAC,
  ok,
  refusal,
  type ScriptedAnswer,
  ScriptedServer,
} from './scripted-server.ts';

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
  readonly path:
    | '/device'
    | '/devices'
    | '/inbox'
    | '/expected'
    | '/enrollment-day'
    | '/labs'
    | '/audit'
    | '/not-me';
  /** How people may sign in, as the server writes it into the page. */
  readonly methods: string;
  readonly server: () => ScriptedServer;
  readonly steps?: (page: Page) => Promise<void>;
}

type Script = Readonly<Record<string, ScriptedAnswer>>;

function screen(
  name: string,
  path: ConsoleScreen['path'],
  script: Script,
  steps?: ConsoleScreen['steps'],
  methods = 'password',
): ConsoleScreen {
  const server = () => new ScriptedServer({ 'GET session': ok(ADA), ...script });
  return { name, path, methods, server, ...(steps && { steps }) };
}

const press = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).click();

const labs = (list: readonly LabSummary[], administrators: readonly AdministratorSummary[]) => ({
  'GET labs': ok({ labs: list }),
  'GET administrators': ok({ administrators }),
});

const STALE_LABS: Script = {
  ...labs(LABS, [ADA_LISTED]),
  'POST administrators': refusal(403, 'fresh_sign_in_required'),
};

async function addStale(page: Page): Promise<void> {
  await press('Add an administrator…')(page);
  await page.getByLabel('E-mail').fill(GRACE.email);
  await press('Add')(page);
  await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor();
}

const SIGNED_OUT: Script = { 'GET session': refusal(401, 'not_signed_in') };

const SIGN_IN = { kind: 'signed-in', grant_id: null, lab: null } as const;

const EVENTS: readonly AuditRow[] = [
  event(),
  event({ id: 6, ...SIGN_IN, facts: { method: 'openid-connect' } }),
  event({
    id: 5,
    kind: 'sign-in-refused',
    actor: 'stranger',
    actor_name: null,
    lab: null,
    grant_id: null,
    facts: { account: null, method: 'password' },
  }),
  event({
    id: 4,
    kind: 'grant-started',
    actor: 'workstation',
    actor_name: null,
    lab: null,
    facts: {
      dialect: 'pychron',
      hostname: 'lab-mac-01',
      key_fingerprint: LAB_MAC.key_fingerprint,
      client: null,
    },
  }),
];

const LONG_EVENTS: readonly AuditRow[] = [
  event({
    actor_name: LONG_ADMINISTRATOR.email,
    lab: LONG_ADMINISTRATOR.labs[0] ?? null,
    address: '2001:db8:1234:5678:9abc:def0:1234:5678',
    credential_id: GRANT,
    device_id: GRANT,
    facts: {
      scopes: ['workstations:register_ssh_key', 'device-codes:approve'],
      technician_email: LONG_ADMINISTRATOR.email,
      device_name: LONG_BENCH.name,
      lifetime: '90d',
    },
  }),
  ...EVENTS,
];

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
  screen('labs-confirm', '/labs', STALE_LABS, addStale),
  screen('labs-confirm-both', '/labs', STALE_LABS, addStale, 'password openid-connect'),
  screen('labs-confirm-provider', '/labs', STALE_LABS, addStale, 'openid-connect'),
  screen('audit-empty', '/audit', { 'GET audit-events': ok({ events: [], next: null }) }),
  screen('audit-few', '/audit', { 'GET audit-events': ok({ events: EVENTS, next: 1 }) }),
  screen('audit-long', '/audit', { 'GET audit-events': ok({ events: LONG_EVENTS, next: null }) }),
  screen('audit-failed', '/audit', { 'GET audit-events': 'unreachable' }),
  screen('sign-in-both', '/device', SIGNED_OUT, undefined, 'password openid-connect'),
  screen('sign-in-provider', '/device', SIGNED_OUT, undefined, 'openid-connect'),
];
