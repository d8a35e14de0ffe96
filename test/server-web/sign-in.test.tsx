import { cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { enterCode, openPage, press, signIn } from './open-page.tsx';
import { ADA, ok, refusal, type ScriptedAnswer } from './scripted-server.ts';

afterEach(cleanup);

const SIGNED_OUT = { 'GET session': refusal(401, 'not_signed_in') };

describe('signing in', () => {
  it('asks for it when the browser has no session, and sends nothing before', async () => {
    const { server } = openPage(SIGNED_OUT);
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBe(document.activeElement);
    expect(document.title).toBe('Sign in · Onbench');
    expect(server.sent.map(({ method, path }) => [method, path])).toEqual([
      ['GET', '/api/v1/session'],
    ]);
  });

  it('sends e-mail and password once and goes on to the code', async () => {
    const { server, user } = openPage(SIGNED_OUT);
    await signIn(user);
    await screen.findByRole('heading', { name: 'Enter the workstation’s code' });
    expect(server.sent.slice(1)).toEqual([
      {
        method: 'POST',
        path: '/api/v1/session',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: { email: 'ada@nmgrl.example', password: 'correct horse' },
      },
    ]);
    expect(screen.getByText('ada@nmgrl.example')).toBeTruthy();
  });

  it('keeps the code of the address and looks it up after signing in, deciding nothing', async () => {
    const { server, user } = openPage(SIGNED_OUT, 'BCDF-GHJK');
    await signIn(user);
    await screen.findByRole('heading', { name: 'Review this request' });
    expect(server.sent.at(-1)?.body).toEqual({ user_code: 'BCDFGHJK' });
    expect(server.decisions).toEqual([]);
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['wrong credentials', refusal(401, 'wrong_credentials'), 'do not match. Check both'],
    [
      'too many attempts',
      refusal(429, 'too_many_attempts', { 'retry-after': '120' }),
      'Wait 2 minutes, then try again',
    ],
    ['too many attempts without a time', refusal(429, 'too_many_attempts'), 'Wait a few minutes'],
    ['a server out of reach', 'unreachable', 'The server could not be reached'],
    ['a foreign answer', { status: 502, body: '<html>' }, 'that this page cannot use'],
    ['a session that breaks the contract', ok({ hello: 1 }), 'that this page cannot use'],
  ])('says what to do about %s and keeps the e-mail', async (_, answer, sentence) => {
    const { user } = openPage({ ...SIGNED_OUT, 'POST session': answer });
    await signIn(user);
    expect((await screen.findByRole('alert')).textContent).toContain(sentence);
    expect(screen.getByLabelText<HTMLInputElement>('E-mail').value).toBe('ada@nmgrl.example');
  });

  it('empties a wrong password and puts the focus there', async () => {
    const { user } = openPage({
      ...SIGNED_OUT,
      'POST session': [refusal(401, 'wrong_credentials'), ok(ADA)],
    });
    await signIn(user, 'wrong');
    await screen.findByRole('alert');
    const password = screen.getByLabelText<HTMLInputElement>('Password');
    expect([password.value, document.activeElement]).toEqual(['', password]);
  });

  it('says what is missing without asking the server', async () => {
    const { server, user } = openPage(SIGNED_OUT);
    await user.type(await screen.findByLabelText('E-mail'), 'ada');
    await press(user, 'Sign in');
    expect(screen.getAllByRole('alert').map((alert) => alert.textContent)).toEqual([
      'Enter your e-mail address, such as name@lab.example.',
      'Enter your password.',
    ]);
    expect(document.activeElement).toBe(screen.getByLabelText('E-mail'));
    expect(server.sent).toHaveLength(1);
  });

  it('offers to try again when the server is away at the start', async () => {
    const { user } = openPage({ 'GET session': ['unreachable', ok(ADA)] });
    expect((await screen.findByRole('alert')).textContent).toContain('could not be reached');
    await press(user, 'Try again');
    expect(await screen.findByLabelText('Code')).toBeTruthy();
  });
});

describe('signing out', () => {
  it('tells the server with the session’s token', async () => {
    const { server, user } = openPage();
    await screen.findByLabelText('Code');
    await press(user, 'Sign out');
    expect((await screen.findByRole('status')).textContent).toBe('You are signed out.');
    expect(server.sent.at(-1)).toEqual({
      method: 'DELETE',
      path: '/api/v1/session',
      headers: { accept: 'application/json', 'x-csrf-token': 'csrf-of-ada' },
      body: undefined,
    });
  });

  it('works during the review and drops it', async () => {
    const { user } = openPage();
    await enterCode(user);
    await screen.findByRole('heading', { name: 'Review this request' });
    await press(user, 'Sign out');
    await signIn(user);
    expect((await screen.findByLabelText<HTMLInputElement>('Code')).value).toBe('');
  });

  it('says so when the server could not be told', async () => {
    const { user } = openPage({ 'DELETE session': 'unreachable' });
    await screen.findByLabelText('Code');
    await press(user, 'Sign out');
    expect((await screen.findByRole('alert')).textContent).toContain('You are still signed in.');
  });
});
