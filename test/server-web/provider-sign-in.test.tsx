import { act, cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { readSignInMethods } from '../../server/web/src/session/sign-in-methods.ts';
import { openAt } from './open-at.tsx';
import { fillIn, openPage, openReview, press } from './open-page.tsx';
import { ADA, ok, refusal, ScriptedServer } from './scripted-server.ts';

afterEach(cleanup);

const BOTH = { password: true, provider: true };
const PROVIDER_ONLY = { password: false, provider: true };
const BUTTON = 'Sign in with your organisation';
const SIGNED_OUT = [refusal(401, 'not_signed_in'), ok(ADA)];

describe('signing in with the organisation', () => {
  it('opens its window and keeps the page, which goes on to the code of the address', async () => {
    const page = openPage({ 'GET session': SIGNED_OUT }, 'BCDF-GHJK', BOTH);
    await press(page.user, (await screen.findByRole('button', { name: BUTTON })).textContent ?? '');
    expect(page.provider.opened).toEqual(['sign-in']);
    expect(screen.getByText('Go on in the window that has opened.')).toBeTruthy();
    await act(async () => page.provider.end(null));
    expect(await screen.findByRole('heading', { name: 'Review this request' })).toBeTruthy();
    expect(page.server.decisions).toEqual([]);
  });

  it('is the only way where passwords are off', async () => {
    openPage({ 'GET session': SIGNED_OUT }, '', PROVIDER_ONLY);
    expect(await screen.findByRole('button', { name: BUTTON })).toBeTruthy();
    expect(screen.queryByLabelText('Password')).toBeNull();
  });

  it('is not offered where there is none', async () => {
    openPage({ 'GET session': SIGNED_OUT });
    await screen.findByLabelText('Password');
    expect(screen.queryByRole('button', { name: BUTTON })).toBeNull();
  });

  it.each([
    ['unknown_account', 'no administrator with that e-mail address'],
    ['email_not_verified', 'Verify it there, then sign in again'],
    ['sign_in_cancelled', 'was cancelled'],
    ['provider_unreachable', 'does not answer'],
    ['provider_refused', 'Start it again'],
    ['not_reauthenticated', 'Sign out there, then try again'],
  ] as const)('says what to do about %s, and can be tried again', async (problem, words) => {
    const page = openPage({ 'GET session': SIGNED_OUT }, '', BOTH);
    await screen.findByRole('button', { name: BUTTON });
    await press(page.user, BUTTON);
    await act(async () => page.provider.end(problem));
    expect(screen.getByRole('alert').textContent).toContain(words);
    await press(page.user, BUTTON);
    expect(page.provider.opened).toHaveLength(2);
  });

  it('says so when the browser does not open the window', async () => {
    const page = openPage({ 'GET session': SIGNED_OUT }, '', BOTH);
    await screen.findByRole('button', { name: BUTTON });
    page.provider.blocked = true;
    await press(page.user, BUTTON);
    expect(screen.getByRole('alert').textContent).toContain('Allow windows for this site');
  });

  it('is no affair of a page that did not ask for it', async () => {
    const page = openPage({ 'GET session': SIGNED_OUT }, '', BOTH);
    await screen.findByRole('button', { name: BUTTON });
    await act(async () => page.provider.end(null));
    expect(screen.getByRole('heading', { name: 'Sign in' })).toBeTruthy();
  });
});

describe('confirming with the organisation', () => {
  const STALE = { 'POST approve': [refusal(403, 'fresh_sign_in_required'), ok()] };

  async function confirm(session = ADA) {
    const page = await openReview({ ...STALE, 'GET session': [ok(ADA), ok(session)] }, BOTH);
    await fillIn(page.user);
    await press(page.user, 'Approve');
    const dialog = within(await screen.findByRole('dialog', { name: 'Confirm that it is you' }));
    await page.user.click(dialog.getByRole('button', { name: BUTTON }));
    expect(page.provider.opened).toEqual(['confirm']);
    return page;
  }

  it('sends the same approval again, with the next session', async () => {
    const page = await confirm({ ...ADA, csrf_token: 'next' });
    await act(async () => page.provider.end(null));
    await screen.findByRole('heading', { name: 'Approved' });
    const [first, second] = page.server.decisions;
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers['x-csrf-token']).toBe('next');
  });

  it('approves nothing for another person, who compares anew', async () => {
    const page = await confirm({ ...ADA, administrator: { email: 'grace@nmgrl.example' } });
    await act(async () => page.provider.end(null));
    expect(screen.queryByRole('dialog')).toBeNull();
    const tick = screen.getByRole<HTMLInputElement>('checkbox', { name: /match the workstation/ });
    expect(tick.checked).toBe(false);
    expect(screen.getByRole('button', { name: 'Approve' })).toBeTruthy();
    expect(page.server.decisions).toHaveLength(1);
  });

  it('goes back to the review when the window came to nothing', async () => {
    const page = await confirm();
    await act(async () => page.provider.end('not_reauthenticated'));
    expect(screen.getByRole('alert').textContent).toContain('did not ask who you are again');
    await press(page.user, 'Back');
    expect(screen.getByLabelText<HTMLInputElement>('Technician’s e-mail').value).toBe(
      'tom@nmgrl.example',
    );
  });
});

describe('the window itself', () => {
  it.each([
    ['', 'You are signed in'],
    ['?problem=email_not_verified', 'You are not signed in'],
    ['?problem=<script>', 'You are not signed in'],
  ])('at %j says “%s” where it cannot close', async (search, heading) => {
    render(openAt('/signed-in', new ScriptedServer({}), { search }));
    expect(await screen.findByRole('heading', { name: heading })).toBeTruthy();
    expect(screen.getByText(/Close this window/)).toBeTruthy();
  });
});

describe('readSignInMethods', () => {
  it.each([
    ['password', { password: true, provider: false }],
    ['password openid-connect', BOTH],
    ['openid-connect', PROVIDER_ONLY],
    ['__sign_in__', { password: true, provider: false }],
  ])('reads %j from the page', (content, methods) => {
    const page = new DOMParser().parseFromString(
      `<meta name="onbench-sign-in" content="${content}">`,
      'text/html',
    );
    expect(readSignInMethods(page)).toEqual(methods);
  });
});
