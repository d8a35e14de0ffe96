import { cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { PairingPage } from '../../../server/web/src/pairing/pairing-page.tsx';
import { openAt } from '../open-at.tsx';
import { press, signIn, type User } from '../open-page.tsx';
import { ADA, ok, refusal, type ScriptedAnswer, ScriptedServer } from '../scripted-server.ts';
import { detail, HANDHELD, openPairing, openPairingReview } from './open-pairing.tsx';

afterEach(cleanup);

const tick = (name: RegExp) => screen.getByRole<HTMLInputElement>('checkbox', { name });

async function compare(user: User) {
  await user.click(tick(/shows this code/));
}

describe('choosePage', () => {
  it('pairs devices at /pair/device only', () => {
    const nobody = new ScriptedServer({});
    expect(openAt('/pair/device', nobody).type).toBe(PairingPage);
    expect(openAt('/device', nobody).type).not.toBe(PairingPage);
  });
});

describe('pairing a device', () => {
  it('asks nothing about a scanned code by itself, then looks it up by GET', async () => {
    const { server, user } = openPairing();
    await screen.findByRole('heading', { name: 'Enter the device’s code' });
    expect(server.sent.map(({ path }) => path)).toEqual(['/api/v1/session']);
    await press(user, 'Continue');
    await screen.findByRole('heading', { name: 'Pair this device?' });
    expect(server.sent.at(-1)).toMatchObject({
      method: 'GET',
      path: '/api/auth/device/pending/BCDFGHJK',
      body: undefined,
    });
  });

  it('shows what asks, and the code as the device shows it', async () => {
    await openPairingReview();
    const shown = document.body.textContent;
    for (const text of ['Handheld in lab 2', 'handheld-sync 1.4.0', 'linux', 'BCDFGHJK']) {
      expect(shown).toContain(text);
    }
    expect(screen.getByText('10:00')).toBeTruthy();
  });

  it('ticks what was asked for, but for what is risky or not this person’s to grant', async () => {
    await openPairingReview();
    const ticks = [/who you are/, /the library/, /all accounts.*Risky$/, /You cannot grant this/];
    const found = ticks.map((name) => tick(name));
    expect(found.map(({ checked, disabled }) => [checked, disabled])).toEqual([
      [true, false],
      [true, false],
      [false, false],
      [false, true],
    ]);
  });

  it('sends what was edited', async () => {
    const { server, user } = await openPairingReview();
    await compare(user);
    await user.click(tick(/who you are/));
    await user.click(tick(/See all accounts/));
    await user.clear(screen.getByLabelText('Device name'));
    await user.type(screen.getByLabelText('Device name'), ' Blue one ');
    await user.selectOptions(screen.getByLabelText('Access expires after'), '1y');
    await press(user, 'Approve');
    await screen.findByRole('heading', { name: 'Approved' });
    expect(server.decisions).toEqual([
      {
        method: 'POST',
        path: '/api/auth/device/approve',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          'x-csrf-token': 'csrf-of-ada',
        },
        body: {
          user_code: 'BCDFGHJK',
          approved_scopes: ['roms.read', 'users.read'],
          compared: true,
          device_name: 'Blue one',
          expires_in: '1y',
        },
      },
    ]);
  });

  it('proposes 90 days, and the device’s own name when the field is empty', async () => {
    const { server, user } = await openPairingReview();
    await compare(user);
    await user.clear(screen.getByLabelText('Device name'));
    await press(user, 'Approve');
    await screen.findByRole('heading', { name: 'Approved' });
    expect(server.decisions[0]?.body).toEqual({
      user_code: 'BCDFGHJK',
      approved_scopes: ['me.read', 'roms.read'],
      compared: true,
      expires_in: '90d',
    });
  });

  it('asks for the password in place when the sign-in is stale, and goes on', async () => {
    const stale = {
      status: 403,
      body: { code: 'fresh_sign_in_required', detail: 'words of the server' },
    };
    const { server, user } = await openPairingReview({ 'POST approve': [stale, ok(null)] });
    await compare(user);
    await press(user, 'Approve');
    await screen.findByRole('dialog', { name: 'Confirm that it is you' });
    await user.type(screen.getByLabelText('Password'), 'correct horse{Enter}');
    await screen.findByRole('heading', { name: 'Approved' });
    expect(server.decisions[1]?.body).toEqual(server.decisions[0]?.body);
  });

  it('approves nothing without the comparison and a permission', async () => {
    const { server, user } = await openPairingReview();
    await user.click(tick(/who you are/));
    await user.click(tick(/the library/));
    await press(user, 'Approve');
    const alerts = screen.getAllByRole('alert').map(({ textContent }) => textContent);
    expect(alerts).toEqual([
      'Compare the code with the device’s screen, then tick this.',
      'Choose at least one permission, or deny.',
    ]);
    expect(document.activeElement).toBe(tick(/shows this code/));
    expect(server.decisions).toEqual([]);
  });

  it('denies at a press, and has Deny first in the tab order', async () => {
    const { server, user } = await openPairingReview();
    const buttons = screen.getAllByRole('button').map(({ textContent }) => textContent);
    expect(buttons.indexOf('Deny')).toBeLessThan(buttons.indexOf('Approve'));
    await press(user, 'Deny');
    await screen.findByRole('heading', { name: 'Denied' });
    expect(server.decisions.map(({ path, body }) => [path, body])).toEqual([
      ['/api/auth/device/deny', { user_code: 'BCDFGHJK' }],
    ]);
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['decided before', detail(410), 'Already decided'],
    ['expired meanwhile', detail(404), 'Too late: the code has expired'],
  ])('ends when the request was %s', async (_name, answer, heading) => {
    const { user } = await openPairingReview({ 'POST approve': answer });
    await compare(user);
    await press(user, 'Approve');
    expect(await screen.findByRole('heading', { name: heading })).toBeTruthy();
  });

  it.each<[string, ScriptedAnswer, RegExp]>([
    ['forbidden', detail(403), /may not do this/],
    ['not accepted', detail(422, [{ loc: [], msg: '', type: '' }]), /did not accept/],
    ['a proxy’s 410', { status: 410, body: 'gone' }, /cannot use/],
    ['out of reach', 'unreachable', /could not be reached/],
  ])('goes on with the review when the answer is %s', async (_name, answer, words) => {
    const { user } = await openPairingReview({ 'POST approve': answer });
    await compare(user);
    await press(user, 'Approve');
    expect((await screen.findByRole('alert')).textContent).toMatch(words);
    expect(tick(/shows this code/).checked).toBe(true);
  });

  it.each<[string, ScriptedAnswer, RegExp]>([
    ['unknown', detail(404), /There is no request with this code/],
    ['decided', detail(410), /already been approved or denied/],
  ])('says so when the code is %s', async (_name, answer, words) => {
    const { user } = openPairing({ 'GET BCDFGHJK': answer });
    await screen.findByLabelText('Code');
    await press(user, 'Continue');
    expect((await screen.findByRole('alert')).textContent).toMatch(words);
  });

  it('comes back to what was filled in when the session ended meanwhile', async () => {
    const { user } = await openPairingReview({
      'POST approve': [refusal(401, 'not_signed_in'), ok({})],
    });
    await compare(user);
    await user.type(screen.getByLabelText('Device name'), '!');
    await press(user, 'Approve');
    await signIn(user);
    await screen.findByRole('heading', { name: 'Pair this device?' });
    expect(screen.getByLabelText<HTMLInputElement>('Device name').value).toBe('Handheld in lab 2!');
    expect(tick(/shows this code/).checked).toBe(true);
  });

  it('asks another person to compare again', async () => {
    const eve = { ...ADA, administrator: { email: 'eve@nmgrl.example' }, labs: [] };
    const { user } = await openPairingReview({
      'POST approve': refusal(401, 'not_signed_in'),
      'POST session': ok(eve),
    });
    await compare(user);
    await press(user, 'Approve');
    await signIn(user);
    await screen.findByRole('heading', { name: 'Pair this device?' });
    expect(tick(/shows this code/).checked).toBe(false);
  });

  it('shows hostile names as text', async () => {
    const name = '<img src=x onerror=alert(1)>\u202ecod';
    const hostile = { ...HANDHELD, name, client: name, platform: name, requested_scopes: [name] };
    await openPairingReview({ 'GET BCDFGHJK': ok(hostile) });
    expect(document.querySelector('img[src="x"]')).toBeNull();
    expect(document.body.textContent).toContain('[U+202E]');
    expect(document.body.textContent).not.toContain('\u202e');
  });
});
