import { cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { endOfDay, startOfDay } from '../../../server/web/src/local-day.ts';
import { ANNOUNCED, expectedAnswer } from '../announced-samples.ts';
import { openExpected } from '../open-console.tsx';
import { press } from '../open-page.tsx';
import { refusal } from '../scripted-server.ts';

afterEach(cleanup);

const type = async (
  user: Awaited<ReturnType<typeof openExpected>>['user'],
  label: string,
  text: string,
) => {
  const field = screen.getByLabelText(label);
  await user.clear(field);
  if (text) await user.type(field, text);
};

describe('expected devices', () => {
  it('are listed with who announced them and where they stand', async () => {
    const met = { ...ANNOUNCED, id: 'other', hostname: 'argon-1', state: 'met' } as const;
    await openExpected({ 'GET expected': expectedAnswer([ANNOUNCED, met]) });
    const row = await screen.findByRole('row', { name: /furnace-02/ });
    expect(row.textContent).toContain('grace@nmgrl.example');
    expect(row.textContent).toContain('Expected');
    expect(screen.getByRole('row', { name: /argon-1/ }).textContent).toContain('Enrolled');
    expect(screen.queryByRole('button', { name: 'Withdraw argon-1' })).toBeNull();
  });

  it('are announced many at once, by whole days', async () => {
    const { server, user } = await openExpected({
      'POST expected': expectedAnswer([ANNOUNCED]),
    });
    await screen.findByText('Nothing is announced');
    await press(user, 'Announce devices…');
    await type(user, 'Host names', 'furnace-02\nfurnace-03, furnace-04');
    await type(user, 'From', '2026-05-09');
    await type(user, 'To', '2026-05-11');
    await press(user, 'Announce');
    expect(await screen.findByRole('row', { name: /furnace-02/ })).toBeTruthy();
    expect(server.sent.at(-1)?.body).toEqual({
      hostnames: ['furnace-02', 'furnace-03', 'furnace-04'],
      lab: 'NMGRL',
      technician_email: null,
      starts_at: startOfDay('2026-05-09'),
      ends_at: endOfDay('2026-05-11'),
    });
  });

  it.each([
    ['Host names', 'two/parts', /Enter one host name a line/],
    ['Technician’s e-mail optional', 'tom', /Enter the technician’s e-mail/],
    ['To', '2020-01-01', /Choose a first day/],
  ])('are not announced while %s is wrong', async (label, text, words) => {
    const { server, user } = await openExpected();
    await screen.findByText('Nothing is announced');
    await press(user, 'Announce devices…');
    await type(user, 'Host names', 'furnace-02');
    await type(user, label, text);
    await press(user, 'Announce');
    expect(screen.getByRole('alert').textContent).toMatch(words);
    expect(document.activeElement?.getAttribute('aria-invalid')).toBe('true');
    expect(server.sent.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('keep what was typed when somebody goes back from signing in again', async () => {
    const { user } = await openExpected({
      'POST expected': refusal(403, 'fresh_sign_in_required'),
    });
    await screen.findByText('Nothing is announced');
    await press(user, 'Announce devices…');
    await type(user, 'Host names', 'furnace-02');
    await press(user, 'Announce');
    await screen.findByRole('dialog', { name: 'Confirm that it is you' });
    await press(user, 'Back');
    expect(screen.getByLabelText<HTMLTextAreaElement>('Host names').value).toBe('furnace-02');
    expect(screen.getByRole('button', { name: 'Announce' })).toBeTruthy();
  });

  it('are withdrawn after a question', async () => {
    const { server, user } = await openExpected({
      'GET expected': expectedAnswer([ANNOUNCED]),
      [`DELETE ${ANNOUNCED.id}`]: expectedAnswer([]),
    });
    await screen.findByRole('row', { name: /furnace-02/ });
    await press(user, 'Withdraw furnace-02');
    expect(server.sent.some(({ method }) => method === 'DELETE')).toBe(false);
    await press(user, 'Withdraw');
    expect(await screen.findByText('Nothing is announced')).toBeTruthy();
  });

  it('say in place why one was not withdrawn', async () => {
    const { user } = await openExpected({
      'GET expected': expectedAnswer([ANNOUNCED]),
      [`DELETE ${ANNOUNCED.id}`]: refusal(404, 'not_found'),
    });
    await screen.findByRole('row', { name: /furnace-02/ });
    await press(user, 'Withdraw furnace-02');
    await press(user, 'Withdraw');
    expect((await screen.findByRole('alert')).textContent).toContain('words of the server');
  });
});

describe('asking for reasons', () => {
  it('is switched for a lab', async () => {
    const { server, user } = await openExpected({
      'POST reasons': expectedAnswer([], [{ name: 'NMGRL', asks_for_reasons: false }]),
    });
    const box = await screen.findByRole('checkbox', { name: 'NMGRL asks for a reason' });
    await user.click(box);
    expect(server.sent.at(-1)?.body).toEqual({ lab: 'NMGRL', asks: false });
    expect((box as HTMLInputElement).checked).toBe(false);
  });
});
