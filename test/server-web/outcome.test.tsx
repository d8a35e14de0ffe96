import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fillIn, openReview, press } from './open-page.tsx';
import { LAB_MAC, ok, refusal, type ScriptedAnswer } from './scripted-server.ts';

afterEach(cleanup);

async function approveAgainst(approve: ScriptedAnswer | ScriptedAnswer[], grants?: unknown[]) {
  const list = { 'GET device-codes': ok({ device_codes: grants ?? [] }) };
  const page = await openReview({ 'POST approve': approve, ...list });
  await fillIn(page.user);
  await press(page.user, 'Approve');
  return page;
}

const outcome = async () => (await screen.findByRole('status')).textContent;

describe('the outcome', () => {
  it('names host and lab after an approval, and can go on to another workstation', async () => {
    const { user } = await approveAgainst(ok());
    expect(await outcome()).toBe(
      'Approvedlab-mac-01 is being enrolled as NMGRL. It finishes by itself within seconds; you can close this page.',
    );
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Approved' }));
    expect(document.title).toBe('Done · Onbench');
    await press(user, 'Approve another workstation');
    expect(screen.getByLabelText<HTMLInputElement>('Code').value).toBe('');
  });

  it('denies without the tick or any field, once for a double click', async () => {
    const { server, user } = await openReview();
    const release = server.hold('POST deny');
    await user.dblClick(screen.getByRole('button', { name: 'Deny' }));
    await act(release);
    expect(await outcome()).toContain('lab-mac-01 gets no access');
    expect(server.decisions).toMatchObject([
      {
        method: 'POST',
        path: '/api/v1/forgejo/device-codes/deny',
        headers: { 'x-csrf-token': 'csrf-of-ada' },
        body: { user_code: 'BCDFGHJK' },
      },
    ]);
  });

  it.each(['unknown_code', 'expired_code'])('says that it came too late after %s', async (code) => {
    await approveAgainst(refusal(404, code));
    expect(await outcome()).toContain('Start the enrollment again on the workstation');
    expect(screen.getByRole('button', { name: 'Enter a new code' })).toBeTruthy();
  });

  it('says who decided first, and how', async () => {
    const decided = {
      ...LAB_MAC,
      status: 'denied',
      decided_by: 'grace@nmgrl.example',
      decided_at: '2026-05-09T11:46:30Z',
    };
    await approveAgainst(refusal(410, 'already_decided'), [
      { ...decided, id: 'other', decided_by: 'nobody' },
      decided,
    ]);
    expect(await outcome()).toMatch(
      /^Already decidedThe request of lab-mac-01 was denied by grace@nmgrl.example on 9 May 2026/,
    );
  });

  it('says that somebody decided where it may not know who', async () => {
    await approveAgainst(refusal(410, 'already_decided'));
    expect(await outcome()).toContain(
      'The request of lab-mac-01 was decided before your answer arrived.',
    );
  });

  it('recognises its own approval whose answer was lost on the way', async () => {
    const mine = { ...LAB_MAC, status: 'consumed', decided_by: 'ada@nmgrl.example', lab: 'NMGRL' };
    const { user } = await approveAgainst(['unreachable', refusal(410, 'already_decided')], [mine]);
    await screen.findByRole('alert');
    await press(user, 'Approve');
    expect(await outcome()).toContain('lab-mac-01 is being enrolled as NMGRL');
  });
});
