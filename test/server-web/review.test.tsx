import { act, cleanup, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fillIn, openReview, press, signIn } from './open-page.tsx';
import { ADA, LAB_MAC, ok, refusal } from './scripted-server.ts';

afterEach(cleanup);

const checkbox = (name: RegExp) => screen.getByRole<HTMLInputElement>('checkbox', { name });
const field = (label: string | RegExp) => screen.getByLabelText<HTMLInputElement>(label);

describe('the review', () => {
  it('shows who asks, from where, since when, how long is left, and what to compare', async () => {
    await openReview();
    expect(document.title).toBe('Review the request · Onbench');
    expect(screen.getByText('ada@nmgrl.example')).toBeTruthy();
    const request = within(screen.getByRole('region', { name: 'The request' }));
    expect(request.getByRole('heading', { name: 'lab-mac-01' })).toBeTruthy();
    expect(request.getByText('Onbench 0.1.0')).toBeTruthy();
    expect(request.getByText('macOS')).toBeTruthy();
    expect(request.getByText('192.0.2.47')).toBeTruthy();
    const age = request.getByText('2 minutes ago');
    expect(age.getAttribute('datetime')).toBe('2026-05-09T11:45:00Z');
    expect(age.title).toContain('9 May 2026');
    expect(request.getByText('13:00').getAttribute('datetime')).toBe('2026-05-09T12:00:00Z');
    expect(request.getByText(/^New machine/)).toBeTruthy();
    const comparison = within(
      screen.getByRole('region', { name: 'Compare with the workstation’s screen' }),
    );
    expect(comparison.getByText('BCDF-GHJK')).toBeTruthy();
    expect(comparison.getByText('Key fingerprint').nextSibling?.textContent).toBe(
      LAB_MAC.key_fingerprint,
    );
  });

  it('says when the name was enrolled before and when the client says nothing', async () => {
    const client = { name: null, version: null, platform: null };
    await openReview({ 'POST lookup': ok({ ...LAB_MAC, known_workstation: true, client }) });
    expect(screen.getByText(/^Re-enrollment/)).toBeTruthy();
    expect(screen.getByText(/does not say which system/)).toBeTruthy();
  });

  it('compares the code alone, and offers what was asked for, when a program asks', async () => {
    const { server, user } = await openReview({
      'POST lookup': ok({
        ...LAB_MAC,
        dialect: 'oauth',
        hostname: 'Lab notebook',
        client: { name: 'Lab notebook', version: null, platform: null },
        key_fingerprint: null,
        requested_scopes: ['device-codes:approve'],
      }),
    });
    expect(screen.getByText('A program that is registered as')).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Lab notebook' })).toBeTruthy();
    expect(screen.getByText('BCDF-GHJK')).toBeTruthy();
    expect(screen.queryByText('Key fingerprint')).toBeNull();
    expect(screen.queryByText(/^New machine/)).toBeNull();
    expect(screen.queryByRole('checkbox', { name: /Register its own/ })).toBeNull();
    // Asked for is not given: it is risky, so it is not ticked.
    expect(checkbox(/Approve other workstations/).checked).toBe(false);
    await user.click(checkbox(/Approve other workstations/));
    await user.type(field('Technician’s e-mail'), 'tom@nmgrl.example');
    await press(user, 'Approve');
    expect(screen.getByRole('alert').textContent).toContain('then tick this');
    await user.click(checkbox(/The code matches the program’s screen/));
    await press(user, 'Approve');
    expect(server.decisions[0]?.body).toMatchObject({ scopes: ['device-codes:approve'] });
  });

  it('says when the time is over', async () => {
    await openReview({ 'POST lookup': ok({ ...LAB_MAC, expires_at: '2026-05-09T11:46:59Z' }) });
    expect(screen.getByRole('alert').textContent).toContain('the code has expired');
  });

  it('starts with the safe choices', async () => {
    await openReview();
    expect(checkbox(/match the workstation/).checked).toBe(false);
    expect(field('Lab').value).toBe('NMGRL');
    expect(field('Technician’s e-mail').value).toBe('');
    expect(checkbox(/Register its own SSH key/).checked).toBe(true);
    expect(checkbox(/Approve other workstations Risky/).checked).toBe(false);
    expect(field('Access expires after').value).toBe('90d');
    expect(field(/Device name/).value).toBe('lab-mac-01');
  });

  it('puts Deny first in the tab order, straight after the heading', async () => {
    const { user } = await openReview();
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Deny' }));
    const inReview = within(screen.getByRole('main')).getAllByRole('button');
    expect(inReview.at(-1)?.textContent).toBe('Approve');
  });

  it('shows a hostile host name as text, with its invisible letters spelled out', async () => {
    const hostname = '<img src=x onerror="document.title=1">\u202Egnp.exe';
    await openReview({ 'POST lookup': ok({ ...LAB_MAC, hostname }) });
    const heading = screen.getByRole('heading', { level: 2, name: /img/ });
    expect(heading.textContent).toBe('<img src=x onerror="document.title=1">[U+202E]gnp.exe');
    expect(heading.querySelector('img')).toBeNull();
  });

  it('cuts a host name of 253 letters to a device name that the server takes', async () => {
    const hostname = 'a'.repeat(253);
    const { server, user } = await openReview({ 'POST lookup': ok({ ...LAB_MAC, hostname }) });
    expect(screen.getByRole('heading', { name: hostname })).toBeTruthy();
    await fillIn(user);
    await press(user, 'Approve');
    expect(server.decisions[0]?.body).toMatchObject({ device_name: 'a'.repeat(100) });
  });
});

describe('approving', () => {
  it('sends exactly what was filled in, once for a double click', async () => {
    const { server, user } = await openReview();
    await fillIn(user);
    const release = server.hold('POST approve');
    await user.dblClick(screen.getByRole('button', { name: 'Approve' }));
    await act(release);
    await screen.findByRole('heading', { name: 'Approved' });
    expect(server.decisions).toEqual([
      {
        method: 'POST',
        path: '/api/v1/forgejo/device-codes/approve',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          'x-csrf-token': 'csrf-of-ada',
        },
        body: {
          user_code: 'BCDFGHJK',
          lab: 'NMGRL',
          technician_email: 'tom@nmgrl.example',
          scopes: ['workstations:register_ssh_key'],
          device_name: 'lab-mac-01',
          compared: true,
          expires_in: '90d',
        },
      },
    ]);
  });

  it('sends other choices as they are, and leaves an empty device name out', async () => {
    const labs = { 'GET session': ok({ ...ADA, labs: ['NMGRL', 'OSU'] }) };
    const { server, user } = await openReview(labs);
    await fillIn(user);
    await user.selectOptions(field('Lab'), 'OSU');
    await user.click(checkbox(/Approve other workstations/));
    await user.click(checkbox(/Register its own/));
    await user.selectOptions(field('Access expires after'), '1 year');
    await user.clear(field(/Device name/));
    await press(user, 'Approve');
    expect(server.decisions[0]?.body).toEqual({
      user_code: 'BCDFGHJK',
      lab: 'OSU',
      technician_email: 'tom@nmgrl.example',
      scopes: ['device-codes:approve'],
      compared: true,
      expires_in: '1y',
    });
  });

  it('needs the tick, says so, and puts the focus there', async () => {
    const { server, user } = await openReview();
    await user.type(field('Technician’s e-mail'), 'tom@nmgrl.example{Enter}');
    const tick = checkbox(/match the workstation/);
    expect(document.activeElement).toBe(tick);
    expect(screen.getByRole('alert').textContent).toContain('then tick this');
    expect(tick.getAttribute('aria-describedby')).toBe(screen.getByRole('alert').id);
    expect(server.decisions).toEqual([]);
    await user.click(tick);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('names everything that is missing and focuses the first of it', async () => {
    const labs = { 'GET session': ok({ ...ADA, labs: ['NMGRL', 'OSU'] }) };
    const { server, user } = await openReview(labs);
    await user.click(checkbox(/match the workstation/));
    await user.click(checkbox(/Register its own/));
    await press(user, 'Approve');
    expect(screen.getAllByRole('alert').map((alert) => alert.textContent)).toEqual([
      'Choose the lab that the workstation belongs to.',
      'Enter the technician’s e-mail address, such as name@lab.example.',
      'Choose at least one permission.',
    ]);
    expect(document.activeElement).toBe(field('Lab'));
    expect(server.decisions).toEqual([]);
  });
});

describe('a decision that does not get through', () => {
  it.each([
    ['no network', 'unreachable', 'could not be reached'],
    ['403', refusal(403, 'forbidden'), 'words of the server'],
    ['422', refusal(422, 'invalid_request'), 'did not accept these details'],
    ['a proxy’s 410', { status: 410, body: '<html>' }, 'that this page cannot use'],
  ] as const)(
    'after %s says what to do, keeps everything, and can be sent again',
    async (_, answer, words) => {
      const { server, user } = await openReview({ 'POST approve': [answer, ok()] });
      await fillIn(user);
      await press(user, 'Approve');
      const alert = await screen.findByRole('alert');
      expect(alert.textContent).toContain(words);
      expect(document.activeElement?.contains(alert)).toBe(true);
      expect(field('Technician’s e-mail').value).toBe('tom@nmgrl.example');
      await press(user, 'Approve');
      await screen.findByRole('heading', { name: 'Approved' });
      expect(server.decisions[1]).toEqual(server.decisions[0]);
    },
  );

  it('comes back to the same review when the session ended', async () => {
    const { user } = await openReview({ 'POST approve': [refusal(401, 'not_signed_in'), ok()] });
    await fillIn(user);
    await press(user, 'Approve');
    expect((await screen.findByRole('status')).textContent).toContain('what you entered is kept');
    expect(field('E-mail').value).toBe('ada@nmgrl.example');
    await signIn(user);
    await screen.findByRole('heading', { name: 'Review this request' });
    expect(field('Technician’s e-mail').value).toBe('tom@nmgrl.example');
    await press(user, 'Approve');
    expect(await screen.findByRole('heading', { name: 'Approved' })).toBeTruthy();
  });

  it('asks for the password in place when the sign-in is stale, and goes on', async () => {
    const again = { ...ADA, csrf_token: 'csrf-of-the-next-session' };
    const { server, user } = await openReview({
      'POST approve': [refusal(403, 'fresh_sign_in_required'), ok()],
      'POST session': [refusal(401, 'wrong_credentials'), ok(again)],
    });
    await fillIn(user);
    await press(user, 'Approve');
    const dialog = within(await screen.findByRole('dialog', { name: 'Confirm that it is you' }));
    const password = dialog.getByLabelText<HTMLInputElement>('Password');
    expect(document.activeElement).toBe(password);
    await user.click(dialog.getByRole('button', { name: 'Sign in and go on' }));
    expect(dialog.getByRole('alert').textContent).toBe('Enter your password.');
    await user.type(password, 'wrong{Enter}');
    expect((await dialog.findByRole('alert')).textContent).toContain('not the password');
    expect(password.value).toBe('');
    await user.type(password, 'correct horse{Enter}');
    await screen.findByRole('heading', { name: 'Approved' });
    const [first, second] = server.decisions;
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers['x-csrf-token']).toBe('csrf-of-the-next-session');
    expect(server.sent.filter(({ path }) => path.endsWith('/session')).at(-1)?.body).toEqual({
      email: 'ada@nmgrl.example',
      password: 'correct horse',
    });
  });

  it('goes back from the password to the review as it was', async () => {
    const { server, user } = await openReview({
      'POST approve': refusal(403, 'fresh_sign_in_required'),
    });
    await fillIn(user);
    await press(user, 'Approve');
    await screen.findByRole('dialog');
    await press(user, 'Back');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(field('Technician’s e-mail').value).toBe('tom@nmgrl.example');
    expect(checkbox(/match the workstation/).checked).toBe(true);
    expect(server.decisions).toHaveLength(1);
  });

  it('asks another person to compare anew, and to choose among their own labs', async () => {
    const grace = {
      ...ADA,
      administrator: { email: 'grace@osu.example' },
      labs: ['OSU'],
      csrf_token: 'g',
    };
    const { server, user } = await openReview({
      'POST approve': refusal(401, 'not_signed_in'),
      'POST session': ok(grace),
    });
    await fillIn(user);
    await press(user, 'Approve');
    await screen.findByRole('heading', { name: 'Sign in' });
    await signIn(user);
    await screen.findByRole('heading', { name: 'Review this request' });
    expect([checkbox(/match the workstation/).checked, field('Lab').value]).toEqual([false, 'OSU']);
    await press(user, 'Approve');
    expect(server.decisions).toHaveLength(1);
  });

  it('gives up an answer that comes after signing out', async () => {
    const { server, user } = await openReview();
    await fillIn(user);
    const release = server.hold('POST approve');
    await press(user, 'Approve');
    expect(screen.getByRole('button', { name: 'Approving…' })).toBeTruthy();
    await press(user, 'Sign out');
    await screen.findByText('You are signed out.');
    await act(release);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Sign in');
  });
});
