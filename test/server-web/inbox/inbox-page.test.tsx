import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { FURNACE } from '../announced-samples.ts';
import { inboxAnswer } from '../console-samples.ts';
import { openInbox } from '../open-console.tsx';
import { enterCode, press } from '../open-page.tsx';
import { ADA, LAB_MAC, ok, refusal, type ScriptedServer } from '../scripted-server.ts';

afterEach(cleanup);

const looks = (server: ScriptedServer) =>
  server.sent.filter(({ path }) => /\/inbox(\?|$)/.test(path)).map(({ path }) => path);

describe('the inbox', () => {
  it('shows of each request what can be compared, and no code', async () => {
    await openInbox({ 'GET inbox': inboxAnswer([FURNACE, LAB_MAC]) });
    const request = await screen.findByRole('article', { name: 'furnace-02' });
    expect(request.textContent).toContain('Onbench 0.1.0 on Linux');
    expect(request.textContent).toContain('192.0.2.51, 30 seconds ago');
    expect(request.textContent).toContain('Re-enrollment');
    expect(request.querySelector('.fingerprint')?.textContent).toBe(FURNACE.key_fingerprint);
    expect(document.title).toBe('(2) Inbox · Onbench');
  });

  it('says who waits for nothing, and who administers no lab', async () => {
    await openInbox({ 'GET inbox': inboxAnswer([]) });
    expect(await screen.findByText('Nothing is waiting')).toBeTruthy();
    cleanup();
    await openInbox({
      'GET inbox': inboxAnswer([]),
      'GET session': ok({ ...ADA, labs: [] }),
    });
    expect(await screen.findByText('You administer no lab yet')).toBeTruthy();
  });

  it('stays live: it asks for what is newer than what it knows', async () => {
    const { server, lookAgain, slept } = await openInbox({
      'GET inbox': [inboxAnswer([], 'v1'), inboxAnswer([LAB_MAC], 'v2')],
    });
    await screen.findByText('Nothing is waiting');
    lookAgain();
    expect(await screen.findByRole('article', { name: 'lab-mac-01' })).toBeTruthy();
    expect(looks(server)).toEqual(['/api/v1/admin/inbox', '/api/v1/admin/inbox?known=v1']);
    expect(slept).toEqual([1_000, 1_000]);
  });

  it('connects again by itself, later each time, and says that it is not live', async () => {
    const { lookAgain, slept } = await openInbox({
      'GET inbox': ['unreachable', 'unreachable', inboxAnswer([LAB_MAC])],
    });
    await screen.findByText(/^Not live/);
    lookAgain();
    await waitFor(() => expect(slept).toEqual([2_000, 4_000]));
    lookAgain();
    expect(await screen.findByText('1 request waits')).toBeTruthy();
    expect(slept).toEqual([2_000, 4_000, 1_000]);
  });

  it('asks to sign in when the session has ended', async () => {
    await openInbox({ 'GET inbox': refusal(401, 'not_signed_in') });
    expect(await screen.findByText(/Your session has ended/)).toBeTruthy();
  });

  it('asks nothing more once the page is left', async () => {
    const { server, lookAgain, unmount } = await openInbox({ 'GET inbox': inboxAnswer([]) });
    await screen.findByText('Nothing is waiting');
    unmount();
    lookAgain();
    await new Promise((resolve) => setTimeout(resolve));
    expect(looks(server)).toHaveLength(1);
  });
});

describe('opening a request', () => {
  it('asks for the code from the machine’s screen and goes on to its review', async () => {
    const { server, user } = await openInbox({ 'GET inbox': inboxAnswer([LAB_MAC]) });
    await screen.findByRole('article');
    await press(user, 'Enter its code');
    expect(await screen.findByText(/For the request of/)).toBeTruthy();
    expect(server.decisions).toEqual([]);
    await enterCode(user);
    expect(await screen.findByRole('heading', { name: 'Review this request' })).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: /match/ }).checked).toBe(false);
  });

  it('refuses the code of another request, which may be an impostor’s of the same name', async () => {
    const impostor = { ...LAB_MAC, id: 'grant-9' };
    const { server, user } = await openInbox({
      'GET inbox': inboxAnswer([LAB_MAC, impostor]),
      'POST lookup': ok(impostor),
    });
    const [first] = await screen.findAllByRole('button', { name: 'Enter its code' });
    await user.click(first as HTMLElement);
    await enterCode(user);
    expect((await screen.findByRole('alert')).textContent).toContain('belongs to another request');
    expect(screen.queryByRole('heading', { name: 'Review this request' })).toBeNull();
    expect(server.decisions).toEqual([]);
  });

  it('takes any code once another one is asked for', async () => {
    const { user } = await openInbox({
      'GET inbox': inboxAnswer([LAB_MAC]),
      'POST lookup': [ok(LAB_MAC), ok(FURNACE)],
    });
    await screen.findByRole('article');
    await press(user, 'Enter its code');
    await enterCode(user);
    await screen.findByRole('heading', { name: 'Review this request' });
    await press(user, 'Enter another code');
    await enterCode(user);
    expect(await screen.findByRole('heading', { name: 'furnace-02' })).toBeTruthy();
  });
});

describe('denying from the inbox', () => {
  const opened = () =>
    openInbox({ 'GET inbox': inboxAnswer([LAB_MAC, FURNACE]), 'POST deny': ok() });

  it('asks first, then takes the request from the list', async () => {
    const { server, user } = await opened();
    const request = await screen.findByRole('article', { name: 'lab-mac-01' });
    await user.click(within(request).getByRole('button', { name: 'Deny…' }));
    expect(screen.getByRole('dialog').textContent).toContain('lab-mac-01 gets no access');
    expect(server.decisions).toEqual([]);
    await press(user, 'Deny');
    await waitFor(() => expect(screen.queryByRole('article', { name: 'lab-mac-01' })).toBeNull());
    expect(server.decisions).toMatchObject([
      { path: '/api/v1/admin/inbox/deny', body: { id: 'grant-1' } },
    ]);
  });

  it('can be given up', async () => {
    const { server, user } = await opened();
    const request = await screen.findByRole('article', { name: 'lab-mac-01' });
    await user.click(within(request).getByRole('button', { name: 'Deny…' }));
    await press(user, 'Cancel');
    expect(server.decisions).toEqual([]);
    expect(screen.getByRole('article', { name: 'lab-mac-01' })).toBeTruthy();
  });

  it('says so when another decision was first', async () => {
    const { user } = await openInbox({
      'GET inbox': inboxAnswer([LAB_MAC]),
      'POST deny': refusal(410, 'already_decided'),
    });
    await screen.findByRole('article');
    await press(user, 'Deny…');
    await press(user, 'Deny');
    expect((await screen.findByRole('alert')).textContent).toContain(
      'already been approved or denied',
    );
  });
});
