import { act, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { REFUSALS } from '../../../src/shared/copy/registration-copy.ts';
import { NO_REGISTRATIONS } from '../../../src/shared/registrations.ts';
import { failed } from '../../../src/shared/result.ts';
import { showWindow } from '../show-window.tsx';
import { MISSING_KEY, MISSING_TOKEN, NMGRL, otherLab, registrationsOf } from './labs.ts';

const IDLE = { kind: 'idle' } as const;

function heading() {
  return screen.getByRole('heading', { level: 1 }).textContent;
}

describe('HomeView', () => {
  it('shows nothing before main has looked at the files', async () => {
    await showWindow(IDLE, { registrations: NO_REGISTRATIONS });
    expect(screen.queryByRole('heading')).toBeNull();
  });

  it('offers the first enrollment to a workstation without a lab', async () => {
    await showWindow(IDLE);
    expect(heading()).toBe('Enroll this workstation');
  });

  it('shows the lab, its status and a line for each part', async () => {
    await showWindow(IDLE, { registrations: registrationsOf([NMGRL]) });
    expect(heading()).toBe('NMGRL Registered');
    const lines = within(screen.getByRole('list', { name: 'Status of NMGRL' }));
    expect(lines.getAllByRole('listitem')).toHaveLength(6);
    expect(lines.getAllByText('OK')).toHaveLength(6);
  });

  it('says what is missing and repairs it', async () => {
    const { bridge, user } = await showWindow(IDLE, {
      registrations: registrationsOf([MISSING_KEY]),
    });
    expect(heading()).toBe('NMGRL Partial');
    expect(screen.getByText(/mode 644/)).toBeTruthy();
    expect(screen.getByText(/line 14/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Repair' }));
    expect(bridge.calls).toEqual([['registrations.repair', 'NMGRL']]);
  });

  it('offers a new enrollment where the token is gone', async () => {
    const { bridge, user } = await showWindow(IDLE, {
      registrations: registrationsOf([MISSING_TOKEN]),
    });
    await user.click(screen.getByRole('button', { name: 'Enroll again' }));
    expect(bridge.calls).toEqual([['registrations.enrollAgain', 'NMGRL']]);
  });

  it('shows labs side by side and switches to another', async () => {
    const { bridge, user } = await showWindow(IDLE, {
      registrations: registrationsOf([NMGRL, otherLab('AGES')]),
    });
    expect(screen.queryByRole('button', { name: 'Switch to this lab' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'AGES' }));
    expect(heading()).toBe('AGES Registered');
    await user.click(screen.getByRole('button', { name: 'Switch to this lab' }));
    expect(bridge.calls).toEqual([['registrations.switchTo', 'AGES']]);
  });

  it('leads to the enrollment for another lab and back', async () => {
    const { user } = await showWindow(IDLE, { registrations: registrationsOf([NMGRL]) });
    await user.click(screen.getByRole('button', { name: 'Enroll for another lab' }));
    expect(heading()).toBe('Enroll for another lab');
    await user.click(screen.getByRole('button', { name: 'Back' }));
    expect(heading()).toBe('NMGRL Registered');
  });

  it.each([
    ['Test connection', 'registrations.testConnection'],
    ['New key', 'registrations.reOnboard'],
  ])('asks main for "%s"', async (name, call) => {
    const { bridge, user } = await showWindow(IDLE, { registrations: registrationsOf([NMGRL]) });
    await user.click(screen.getByRole('button', { name }));
    expect(bridge.calls).toEqual([[call, 'NMGRL']]);
  });

  it('says why a request could not begin', async () => {
    const { user } = await showWindow(IDLE, {
      registrations: registrationsOf([NMGRL]),
      begun: failed('busy'),
    });
    await user.click(screen.getByRole('button', { name: 'Test connection' }));
    expect(screen.getByRole('alert').textContent).toBe(REFUSALS.busy);
  });

  it.each([
    [{ expiresAt: '2026-12-01T12:00:00Z', daysLeft: 7, warning: 7 }, /expires in 7 days, on/],
    [{ expiresAt: '2026-12-01T12:00:00Z', daysLeft: 1, warning: 1 }, /expires in 1 day, on/],
    [{ expiresAt: '2026-12-01T12:00:00Z', daysLeft: 0, warning: 'expired' }, /expired on/],
  ] as const)('warns of a token that runs out: %o', async (expiry, sentence) => {
    const { bridge, user } = await showWindow(IDLE, {
      registrations: registrationsOf([{ ...NMGRL, expiry }]),
    });
    expect(screen.getByText(sentence)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Enroll again' }));
    expect(bridge.calls).toEqual([['registrations.enrollAgain', 'NMGRL']]);
  });

  it('goes on with a key change that was cut off', async () => {
    const { bridge, user } = await showWindow(IDLE, {
      registrations: registrationsOf([{ ...NMGRL, keyChangePending: true }]),
    });
    await user.click(screen.getByRole('button', { name: 'Go on' }));
    expect(bridge.calls).toEqual([['registrations.reOnboard', 'NMGRL']]);
  });

  it('follows main', async () => {
    const { bridge } = await showWindow(IDLE, { registrations: registrationsOf([NMGRL]) });
    act(() => bridge.publishRegistrations(registrationsOf([MISSING_KEY])));
    expect(heading()).toBe('NMGRL Partial');
  });
});
