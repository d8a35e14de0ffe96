import { AUDIT_KINDS, type AuditKind } from '@onbench/protocol/audit';
import { act, cleanup, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { KIND_LABELS } from '../../../server/web/src/audit/audit-copy.ts';
import { press, signIn } from '../open-page.tsx';
import { ADA, ok, refusal } from '../scripted-server.ts';
import { event, GRANT } from './audit-event.ts';
import { openAudit } from './open-audit.tsx';

afterEach(cleanup);

const EVENTS = 'GET audit-events';

/** What the page asked for last. */
function lastQuery(server: ReturnType<typeof openAudit>['server']): URLSearchParams {
  const path = server.sent.at(-1)?.path ?? '';
  return new URLSearchParams(path.slice(path.indexOf('?') + 1));
}

describe('the audit log', () => {
  it('says when, what, who, from where and for which lab', async () => {
    openAudit();
    const row = await screen.findByRole('row', { name: /Mass spec 1/ });
    for (const words of [
      /9 May 2026/,
      /Approved/,
      /for tom@nmgrl\.example\. It may: register its own SSH key\./,
      /ada@nmgrl\.example/,
      /from 192\.0\.2\.47/,
      /NMGRL/,
    ]) {
      expect(row.textContent).toMatch(words);
    }
  });

  it('looks for what the fields say', async () => {
    const { server, user } = openAudit();
    await user.selectOptions(await screen.findByLabelText('What'), 'Sign-in refused');
    await user.type(screen.getByLabelText('Lab'), 'NMGRL');
    await user.type(screen.getByLabelText('From'), '2026-05-01');
    await user.type(screen.getByLabelText('To'), '2026-05-09');
    await user.type(screen.getByLabelText('Who'), 'ada');
    await user.type(screen.getByLabelText('Contains'), 'lab mac & 1%');
    await press(user, 'Search');
    expect(Object.fromEntries(lastQuery(server))).toEqual({
      kind: 'sign-in-refused',
      lab: 'NMGRL',
      from: new Date('2026-05-01T00:00:00').toISOString(),
      to: new Date('2026-05-10T00:00:00').toISOString(),
      actor: 'ada',
      text: 'lab mac & 1%',
    });
  });

  it('takes along what is looked for, as a file', async () => {
    const { user } = openAudit();
    await user.type(await screen.findByLabelText('Contains'), 'mac');
    await press(user, 'Search');
    expect(screen.getByRole('link', { name: 'CSV' }).getAttribute('href')).toBe(
      '/api/v1/audit-events/export?text=mac&format=csv',
    );
    expect(screen.getByRole('link', { name: 'JSON lines' }).getAttribute('href')).toBe(
      '/api/v1/audit-events/export?text=mac&format=jsonl',
    );
  });

  it('goes on with older events below the others', async () => {
    const older = event({ id: 6, kind: 'signed-out', facts: {} });
    const { server, user } = openAudit({
      [EVENTS]: ok({ events: [event()], next: 7 }),
      'GET audit-events?before=7': ok({ events: [older], next: null }),
    });
    await user.click(await screen.findByRole('button', { name: 'Show older events' }));
    const rows = await screen.findAllByRole('row');
    expect(rows.slice(1).map((row) => row.textContent)).toEqual([
      expect.stringContaining('Mass spec 1'),
      expect.stringContaining('Signed out.'),
    ]);
    expect(lastQuery(server).get('before')).toBe('7');
    expect(screen.queryByRole('button', { name: 'Show older events' })).toBeNull();
  });

  it('finds all of one request from any of its events', async () => {
    const { server, user } = openAudit();
    await user.click(await screen.findByRole('button', { name: 'All of this request' }));
    expect(lastQuery(server).get('text')).toBe(GRANT);
    expect((screen.getByLabelText('Contains') as HTMLInputElement).value).toBe(GRANT);
  });

  it('says so when nothing fits', async () => {
    openAudit({ [EVENTS]: ok({ events: [], next: null }) });
    expect(await screen.findByText(/No event matches/)).toBeDefined();
  });

  it('keeps what it shows when the server is away', async () => {
    const { user } = openAudit({
      [EVENTS]: [ok({ events: [event()], next: null })],
      'GET audit-events?text=mac': 'unreachable',
    });
    await user.type(await screen.findByLabelText('Contains'), 'mac');
    await press(user, 'Search');
    expect((await screen.findByRole('alert')).textContent).toContain('could not be reached');
    expect(screen.getByText(/Mass spec 1/)).toBeDefined();
  });

  it('asks to sign in, and then shows the log', async () => {
    const { user } = openAudit({ 'GET session': refusal(401, 'not_signed_in') });
    await signIn(user);
    expect(await screen.findByText(/Mass spec 1/)).toBeDefined();
  });

  it('comes back to what was looked for after a session has ended', async () => {
    const { server, user } = openAudit({
      'GET audit-events?text=mac': [
        refusal(401, 'not_signed_in'),
        ok({ events: [event()], next: null }),
      ],
    });
    await user.type(await screen.findByLabelText('Contains'), 'mac');
    await press(user, 'Search');
    await signIn(user);
    await screen.findByText(/Mass spec 1/);
    expect(lastQuery(server).get('text')).toBe('mac');
  });

  it('shows the next person nothing that was on its way when another signed out', async () => {
    const { server, user } = openAudit({ 'GET session': ok(ADA) });
    const release = server.hold('GET audit-events');
    await screen.findByText('Loading…');
    await press(user, 'Sign out');
    await screen.findByText('You are signed out.');
    await act(release);
    server.hold('GET audit-events');
    await signIn(user);
    expect(await screen.findByRole('heading', { name: 'Audit log' })).toBeDefined();
    expect(screen.queryByText(/Mass spec 1/)).toBeNull();
  });

  it('shows nothing of the log after signing out', async () => {
    const { user } = openAudit();
    await screen.findByText(/Mass spec 1/);
    await press(user, 'Sign out');
    expect(await screen.findByText('You are signed out.')).toBeDefined();
    expect(screen.queryByText(/Mass spec 1/)).toBeNull();
  });

  it('keeps a stranger’s text apart from the sentence', async () => {
    const facts = {
      dialect: 'pychron',
      hostname: 'mac\u202e<b>x',
      key_fingerprint: null,
      client: null,
    };
    openAudit({
      [EVENTS]: ok({ events: [event({ kind: 'grant-started', facts })], next: null }),
    });
    expect((await screen.findAllByRole('row'))[1]?.textContent).toContain('mac[U+202E]<b>x');
  });

  it('shows an event of a newer server by its kind alone', async () => {
    openAudit({
      [EVENTS]: ok({ events: [event({ facts: { more: true } })], next: null }),
    });
    const [, row] = await screen.findAllByRole('row');
    expect(within(row as HTMLElement).getByText('Approved')).toBeDefined();
  });
});

/** Facts of every kind, in which every sentence can be read. */
const FACTS: Readonly<Record<AuditKind, Record<string, unknown>>> = {
  'grant-started': { dialect: 'oauth', hostname: 'plotter', key_fingerprint: null, client: null },
  'code-looked-up': { outcome: 'unknown' },
  'grant-approved': {
    scopes: [],
    technician_email: null,
    device_name: null,
    lifetime: null,
    reason: null,
  },
  'grant-denied': {},
  'grant-disowned': {},
  'credential-minted': { scopes: [], key_fingerprint: 'SHA256:abc' },
  'mint-failed': { reason: 'key-in-use' },
  'credential-delivered-again': {},
  'credential-acknowledged': {},
  'credential-revoked': { reason: 'asked-for' },
  'key-registered': { key_fingerprint: 'SHA256:abc' },
  'key-removed': { key_fingerprint: 'SHA256:abc', reason: 'replaced' },
  'device-changed': { fields: ['name'] },
  'device-deleted': { name: null },
  'signed-in': { method: 'password' },
  'sign-in-refused': { account: null, method: 'password' },
  'signed-out': {},
  'lab-added': {},
  'lab-changed': { asks_for_reasons: true },
  'device-announced': {
    hostname: 'lab-mac-01',
    technician_email: null,
    starts_at: '2026-05-09T00:00:00Z',
    ends_at: '2026-05-10T00:00:00Z',
  },
  'enrollment-day-planned': {
    machines: 20,
    networks: ['192.0.2.0/24'],
    technician_email: null,
    starts_at: '2026-05-09T08:00:00Z',
    ends_at: '2026-05-09T16:00:00Z',
  },
  'enrollment-day-withdrawn': {},
  'announcement-withdrawn': { hostname: 'lab-mac-01' },
  'administrator-added': { email: 'eve@nmgrl.example', labs: [] },
  'administrator-changed': {
    email: 'eve@nmgrl.example',
    labs: ['NMGRL'],
    may_grant: [],
    server_administrator: true,
  },
  'administrator-removed': { email: 'eve@nmgrl.example' },
  'password-changed': { email: 'eve@nmgrl.example' },
  'client-added': { client_id: 'plotter', name: 'Plotter' },
};

describe.each(AUDIT_KINDS)('%s', (kind) => {
  it('is a whole sentence below its name', async () => {
    openAudit({ [EVENTS]: ok({ events: [event({ kind, facts: FACTS[kind] })], next: null }) });
    const [, row] = await screen.findAllByRole('row');
    const [name, sentence] = within(row as HTMLElement).getAllByText(/./, { selector: 'td > p' });
    expect(name?.textContent).toBe(KIND_LABELS[kind]);
    expect(sentence?.textContent).toMatch(/^\S.*[^,: ]\.$/);
    expect(sentence?.textContent).not.toMatch(/undefined|null|\[object/);
  });
});

describe('the reach of the log', () => {
  it.each([
    [{ server_administrator: true }, 'Everything that happened on this server'],
    [{ server_administrator: false }, 'What happened in NMGRL'],
    [{ server_administrator: false, labs: ['A', 'B', 'C', 'D'] }, 'What happened in your 4 labs'],
    [{ server_administrator: false, labs: [] }, 'What you did yourself'],
  ])('is said to %j', async (rights, words) => {
    openAudit({ 'GET session': ok({ ...ADA, ...rights }) });
    expect(await screen.findByText(`${words}, newest first.`)).toBeDefined();
  });

  it('offers the labs of whoever is signed in', async () => {
    const labs = ['NMGRL', 'OTHER'];
    openAudit({ 'GET session': ok({ ...ADA, labs, server_administrator: false }) });
    const options = within(await screen.findByLabelText('Lab')).getAllByRole('option');
    expect(options.map((option) => option.textContent)).toEqual(['All labs', 'NMGRL', 'OTHER']);
  });
});
