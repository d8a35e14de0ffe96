import { cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { EXPECTED_FURNACE, UNANNOUNCED } from '../announced-samples.ts';
import { fillIn, openReview, press } from '../open-page.tsx';
import { ok, refusal } from '../scripted-server.ts';

afterEach(cleanup);

describe('reviewing what was announced', () => {
  it('says who expects it and fills in lab and technician', async () => {
    const { server, user } = await openReview({ 'POST lookup': ok(EXPECTED_FURNACE) });
    expect(screen.getByText(/Expected in NMGRL/).textContent).toContain('grace@nmgrl.example');
    expect(screen.queryByLabelText('Reason')).toBeNull();
    await user.click(screen.getByRole('checkbox', { name: /match the workstation’s screen/ }));
    await press(user, 'Approve');
    await screen.findByRole('heading', { name: 'Approved' });
    const [decision] = server.decisions;
    expect(decision?.body).toMatchObject({ lab: 'NMGRL', technician_email: 'tom@nmgrl.example' });
    expect(decision?.body).not.toHaveProperty('reason');
  });
});

describe('reviewing what nobody announced', () => {
  it('takes a reason where the lab asks for one', async () => {
    const { server, user } = await openReview({ 'POST lookup': ok(UNANNOUNCED) });
    expect(screen.getByText('By nobody')).toBeTruthy();
    await fillIn(user);
    await press(user, 'Approve');
    expect(screen.getByText(/Say why you approve a device/)).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText('Reason'));
    expect(server.decisions).toEqual([]);
    await user.type(screen.getByLabelText('Reason'), 'Spare machine');
    await press(user, 'Approve');
    await screen.findByRole('heading', { name: 'Approved' });
    expect(server.decisions[0]?.body).toMatchObject({ reason: 'Spare machine' });
  });

  it('asks for one as soon as the server does', async () => {
    const { server, user } = await openReview({
      'POST approve': [refusal(422, 'reason_required'), ok()],
    });
    await fillIn(user);
    await press(user, 'Approve');
    await user.type(await screen.findByLabelText('Reason'), 'Spare machine');
    await press(user, 'Approve');
    await screen.findByRole('heading', { name: 'Approved' });
    expect(server.decisions[1]?.body).toMatchObject({ reason: 'Spare machine' });
  });
});
