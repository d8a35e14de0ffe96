import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { BENCH, devicesAnswer, FEW } from '../console-samples.ts';
import { openDevices } from '../open-console.tsx';
import { press, signIn } from '../open-page.tsx';
import { ADA, ok, refusal, type ScriptedServer } from '../scripted-server.ts';

afterEach(cleanup);

const row = (name: string) => screen.findByRole('row', { name: new RegExp(name) });
const listed = (server: ScriptedServer) =>
  server.sent.filter(({ path }) => path.includes('/devices?')).map(({ path }) => path);
const revocations = (server: ScriptedServer) =>
  server.sent.filter(({ path }) => path.endsWith('/revoke')).map(({ body }) => body);

function results(outcomes: Readonly<Record<string, string>>) {
  const entries = Object.entries(outcomes);
  return ok({ results: entries.map(([device_id, outcome]) => ({ device_id, outcome })) });
}

describe('the navigation', () => {
  it('leads to every page and marks the one that is shown', async () => {
    await openDevices();
    const links = within(screen.getByRole('navigation', { name: 'Pages' })).getAllByRole('link');
    expect(
      links.map((link) => [
        link.textContent,
        link.getAttribute('href'),
        link.getAttribute('aria-current'),
      ]),
    ).toEqual([
      ['Enter a code', '/device', null],
      ['Inbox', '/inbox', null],
      ['Expected', '/expected', null],
      ['Devices', '/devices', 'page'],
      ['Labs', '/labs', null],
      ['Audit log', '/audit', null],
    ]);
  });

  it('offers labs only to who looks after the server', async () => {
    await openDevices({ 'GET session': ok({ ...ADA, server_administrator: false }) });
    expect(screen.queryByRole('link', { name: 'Labs' })).toBeNull();
  });
});

describe('the list of devices', () => {
  it('tells of each what it is, whose it is and where it stands', async () => {
    await openDevices();
    expect((await row('Argon line')).textContent).toBe(
      'Argon linelab-mac-01Onbench 0.1.0 on macOSNMGRLNMGRLtom@nmgrl.example' +
        `${BENCH.key_fingerprint}192.0.2.473 Feb 20263 minutes agoActive`,
    );
    expect((await row('laser-win')).textContent).toContain('Not yetIssued, not confirmed');
    expect((await row('Handheld')).textContent).toContain('Your own deviceNo key');
  });

  it('keeps revoked ones as history, without a tick', async () => {
    await openDevices();
    const stolen = await row('stolen-laptop');
    expect(within(stolen).queryByRole('checkbox')).toBeNull();
    expect(stolen.textContent).toContain('Revoked');
  });

  it('asks the server to search, filter and sort, and exports the same', async () => {
    const { server, user } = await openDevices();
    await row('Argon line');
    await user.type(screen.getByLabelText('Search'), 'mac & co');
    await waitFor(() => expect(listed(server).at(-1)).toContain('search=mac+%26+co'));
    await user.selectOptions(screen.getByLabelText('Lab'), 'NMGRL');
    await user.selectOptions(screen.getByLabelText('State'), 'Expiring');
    await press(user, 'Last seen');
    await press(user, 'Last seen');
    const query = 'search=mac+%26+co&lab=NMGRL&state=expiring&sort=last_seen&order=desc';
    expect(listed(server).at(-1)).toBe(`/api/v1/admin/devices?${query}`);
    expect(screen.getByRole('link', { name: 'Export CSV' }).getAttribute('href')).toBe(
      `/api/v1/admin/devices.csv?${query}`,
    );
    const header = screen.getByRole('columnheader', { name: 'Last seen' });
    expect(header.getAttribute('aria-sort')).toBe('descending');
  });

  it('adds the next page to the one before', async () => {
    const [first, ...rest] = FEW;
    const { server, user } = await openDevices({
      'GET devices': [devicesAnswer(first ? [first] : [], true), devicesAnswer(rest)],
    });
    await row('Argon line');
    await press(user, 'Show more');
    await row('stolen-laptop');
    expect(listed(server).at(-1)).toContain('after=cursor');
    expect(screen.getAllByRole('row')).toHaveLength(7);
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  it('says what to do when there is none, and when none matches', async () => {
    const { user } = await openDevices({ 'GET devices': devicesAnswer([]) });
    expect(await screen.findByText('No devices yet')).toBeTruthy();
    await user.selectOptions(screen.getByLabelText('State'), 'Revoked');
    expect(await screen.findByText('No device matches')).toBeTruthy();
  });

  it('offers to try again when the server is away', async () => {
    const { user } = await openDevices({ 'GET devices': ['unreachable', devicesAnswer(FEW)] });
    expect((await screen.findByRole('alert')).textContent).toContain('could not be reached');
    await press(user, 'Try again');
    expect(await row('Argon line')).toBeTruthy();
  });

  it('comes back after signing in again, as it was filtered', async () => {
    const { server, user } = await openDevices({
      'GET devices': [
        devicesAnswer(FEW),
        refusal(401, 'not_signed_in'),
        devicesAnswer(FEW.slice(5)),
      ],
    });
    await row('Argon line');
    await user.selectOptions(screen.getByLabelText('State'), 'Revoked');
    await screen.findByText(/Your session has ended/);
    await signIn(user);
    expect(await row('stolen-laptop')).toBeTruthy();
    expect(listed(server).at(-1)).toContain('state=revoked');
  });
});

describe('one device', () => {
  it('shows every token that is or was bound to it, never its text', async () => {
    const { user } = await openDevices();
    await row('Argon line');
    await press(user, 'Argon line');
    const dialog = screen.getByRole('dialog', { name: 'Argon line' });
    const tokens = await within(dialog).findByRole('region', { name: 'Tokens' });
    expect(within(tokens).getAllByRole('listitem')).toHaveLength(2);
    expect(tokens.textContent).toContain('revoked 3 May 2026');
    expect(dialog.textContent).not.toContain('pcy_');
  });

  it('is renamed in place', async () => {
    const { server, user } = await openDevices({
      [`PATCH ${BENCH.id}`]: ok({ ...BENCH, name: 'Argon line 2' }),
    });
    await row('Argon line');
    await press(user, 'Argon line');
    await press(user, 'Rename…');
    const name = screen.getByLabelText('Name');
    await user.clear(name);
    await press(user, 'Rename');
    expect(screen.getByRole('alert').textContent).toContain('at most 100 characters');
    await user.type(name, ' Argon line 2 ');
    await press(user, 'Rename');
    expect(await row('Argon line 2')).toBeTruthy();
    expect(server.sent.at(-1)).toMatchObject({
      method: 'PATCH',
      headers: { 'x-csrf-token': 'csrf-of-ada' },
      body: { name: 'Argon line 2' },
    });
  });

  it('is revoked after words that say what it means', async () => {
    const { server, user } = await openDevices({
      'POST revoke': results({ [BENCH.id]: 'revoked' }),
    });
    await row('Argon line');
    await press(user, 'Argon line');
    await press(user, 'Revoke…');
    const dialog = screen.getByRole('dialog', { name: 'Revoke this device?' });
    expect(dialog.textContent).toContain('the git host refuses its SSH key');
    expect(revocations(server)).toEqual([]);
    await press(user, 'Revoke');
    expect(await screen.findByRole('dialog', { name: 'Revoked' })).toBeTruthy();
    expect(revocations(server)).toEqual([{ device_ids: [BENCH.id] }]);
  });
});

describe('revoking many', () => {
  const ids = FEW.slice(0, 5).map(({ id }) => id);

  it('asks for their number first, and sends nothing for another', async () => {
    const { server, user } = await openDevices();
    await row('Argon line');
    await user.click(screen.getByLabelText('Select all that are shown'));
    await press(user, 'Revoke 5 devices');
    await user.type(screen.getByLabelText('Type 5 to confirm'), '6');
    await press(user, 'Revoke');
    expect(screen.getByRole('alert').textContent).toBe('Type 5, the number of devices.');
    expect(revocations(server)).toEqual([]);
  });

  it('says of each what became of it, and tries again those that failed', async () => {
    const [first = '', second = ''] = ids;
    const mixed = Object.fromEntries(ids.map((id) => [id, id === second ? 'failed' : 'revoked']));
    const { server, user } = await openDevices({
      'POST revoke': [results(mixed), results({ [second]: 'revoked' })],
    });
    await row('Argon line');
    await user.click(screen.getByLabelText('Select all that are shown'));
    await press(user, 'Revoke 5 devices');
    await user.type(screen.getByLabelText('Type 5 to confirm'), '5');
    await press(user, 'Revoke');
    const dialog = await screen.findByRole('dialog', { name: '1 of 5 not revoked' });
    const [failed, done] = within(dialog).getAllByRole('listitem');
    expect(failed?.textContent).toContain('furnace-02Still has access');
    expect(done?.textContent).toContain('Argon lineRevoked.');
    await press(user, 'Try again');
    await press(user, 'Revoke');
    expect(await screen.findByRole('dialog', { name: 'Revoked' })).toBeTruthy();
    expect(revocations(server)).toEqual([{ device_ids: ids }, { device_ids: [second] }]);
    expect(first).toBe(BENCH.id);
  });

  it('can be given up, and nothing is sent', async () => {
    const { server, user } = await openDevices();
    await row('Argon line');
    await user.click(screen.getByLabelText('Select furnace-02'));
    await press(user, 'Revoke 1 device');
    await press(user, 'Cancel');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(revocations(server)).toEqual([]);
  });
});
