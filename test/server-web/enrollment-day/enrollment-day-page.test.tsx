import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { daysAnswer, FURNACE, OPEN_DAY } from '../announced-samples.ts';
import { openEnrollmentDays } from '../open-console.tsx';
import { enterCode, fillIn, press } from '../open-page.tsx';
import { LAB_MAC, ok } from '../scripted-server.ts';

afterEach(cleanup);

describe('an enrollment day', () => {
  it('shows how far it is, and of each machine the fingerprint', async () => {
    await openEnrollmentDays();
    const day = await screen.findByRole('article', { name: /NMGRL/ });
    expect(within(day).getByText('1 done · 2 waiting · 19 left of 20')).toBeTruthy();
    expect(within(day).getByText('lab-mac-01')).toBeTruthy();
    expect(day.textContent).toContain(LAB_MAC.key_fingerprint);
  });

  it('keeps lab, technician, permissions and expiry from one machine to the next', async () => {
    const { server, user } = await openEnrollmentDays({
      'POST lookup': [ok(LAB_MAC), ok(FURNACE)],
    });
    await screen.findByRole('article', { name: /NMGRL/ });
    await press(user, 'Approve by code');
    await enterCode(user);
    await screen.findByRole('heading', { name: 'Review this request' });
    await fillIn(user);
    await user.selectOptions(screen.getByLabelText('Access expires after'), '30 days');
    await press(user, 'Approve');
    await screen.findByRole('heading', { name: 'Approved' });
    await press(user, 'Approve another workstation');
    expect(screen.getByText(/2 of 20 done/)).toBeTruthy();
    await enterCode(user, 'bcdf lmnp');
    await screen.findByText('furnace-02');
    // The comparison is never kept.
    await press(user, 'Approve');
    expect(screen.getByText(/Compare with the screen/)).toBeTruthy();
    await user.click(screen.getByRole('checkbox', { name: /match the workstation’s screen/ }));
    await press(user, 'Approve');
    await screen.findByRole('heading', { name: 'Approved' });
    const kept = { lab: 'NMGRL', technician_email: 'tom@nmgrl.example', expires_in: '30d' };
    expect(server.decisions.map(({ body }) => body)).toEqual([
      expect.objectContaining({ ...kept, user_code: 'BCDFGHJK' }),
      expect.objectContaining({ ...kept, user_code: 'BCDFLMNP', device_name: 'furnace-02' }),
    ]);
  });

  it('leads back to the list', async () => {
    const { user } = await openEnrollmentDays();
    await screen.findByRole('article', { name: /NMGRL/ });
    await press(user, 'Approve by code');
    await screen.findByLabelText('Code');
    await press(user, 'Back to the list');
    expect(await screen.findByRole('article', { name: /NMGRL/ })).toBeTruthy();
  });

  it.each(['planned', 'full', 'over'] as const)('is not approved from when %s', async (state) => {
    await openEnrollmentDays({ 'GET enrollment-days': daysAnswer([{ ...OPEN_DAY, state }]) });
    await screen.findByRole('article', { name: /NMGRL/ });
    expect(screen.queryByRole('button', { name: 'Approve by code' })).toBeNull();
  });

  it('is planned with its hours, machines and networks', async () => {
    const { server, user } = await openEnrollmentDays({
      'GET enrollment-days': daysAnswer([]),
      'POST enrollment-days': daysAnswer([OPEN_DAY]),
    });
    await screen.findByText('No day is planned');
    await press(user, 'Plan a day…');
    await press(user, 'Plan it');
    expect(screen.getByText(/Enter how many machines/)).toBeTruthy();
    await user.type(screen.getByLabelText('Machines'), '20');
    await user.type(screen.getByLabelText('Networks'), '192.0.2.0/24, 2001:db8::/32');
    await press(user, 'Plan it');
    expect(await screen.findByRole('article', { name: /NMGRL/ })).toBeTruthy();
    const planned = server.sent.find(({ method }) => method === 'POST');
    expect(planned?.body).toMatchObject({
      lab: 'NMGRL',
      machines: 20,
      networks: ['192.0.2.0/24', '2001:db8::/32'],
      technician_email: null,
    });
  });

  it('is withdrawn after a question', async () => {
    const { server, user } = await openEnrollmentDays({
      [`DELETE ${OPEN_DAY.id}`]: daysAnswer([]),
    });
    await screen.findByRole('article', { name: /NMGRL/ });
    await press(user, 'Withdraw…');
    expect(server.sent.some(({ method }) => method === 'DELETE')).toBe(false);
    await press(user, 'Withdraw');
    expect(await screen.findByText('No day is planned')).toBeTruthy();
  });
});
