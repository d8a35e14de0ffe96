import { GRANTABLE_SCOPES } from '@onbench/protocol/grantable-scopes';
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ADA_LISTED, GRACE, LABS } from '../console-samples.ts';
import { openLabs } from '../open-console.tsx';
import { press } from '../open-page.tsx';
import { ok, refusal } from '../scripted-server.ts';

afterEach(cleanup);

const row = (name: string) => screen.findByRole('row', { name: new RegExp(name) });

describe('labs', () => {
  it('are listed, and one that nobody administers stands out', async () => {
    await openLabs();
    expect((await row('NMGRL.*12 Jan')).textContent).toBe('NMGRL12212 Jan 2026');
    expect((await row('OSU')).textContent).toContain('None: nobody can approve');
  });

  it('are added by a name that the grammar knows', async () => {
    const added = {
      name: 'ETH',
      created_at: '2026-05-09T11:47:00Z',
      devices: 0,
      administrators: 0,
    };
    const { server, user } = await openLabs({
      'POST labs': { status: 201, body: { labs: [...LABS, added] } },
    });
    await row('OSU');
    await press(user, 'Add a lab…');
    await user.type(screen.getByLabelText('Name'), '../x');
    await press(user, 'Add');
    expect(screen.getByRole('alert').textContent).toContain('Use letters, digits');
    await user.clear(screen.getByLabelText('Name'));
    await user.type(screen.getByLabelText('Name'), 'ETH');
    await press(user, 'Add');
    expect(await row('ETH')).toBeTruthy();
    expect(server.sent.at(-1)?.body).toEqual({ name: 'ETH' });
  });

  it('say the server’s words when the name is taken', async () => {
    const { user } = await openLabs({ 'POST labs': refusal(409, 'already_exists') });
    await row('OSU');
    await press(user, 'Add a lab…');
    await user.type(screen.getByLabelText('Name'), 'OSU');
    await press(user, 'Add');
    expect((await screen.findByRole('alert')).textContent).toContain('words of the server');
  });
});

describe('administrators', () => {
  it('are listed with their labs and what they may grant', async () => {
    await openLabs({ 'GET administrators': ok({ administrators: [ADA_LISTED, GRACE] }) });
    expect((await row('ada@')).textContent).toContain('youLooks after the serverNMGRLEverything');
    expect((await row('grace@')).textContent).toContain(
      'Register its own SSH key; 1 of 20 for own devices',
    );
  });

  it('are added with a password that is shown once', async () => {
    const { server, user } = await openLabs({
      'POST administrators': { status: 201, body: { administrator: GRACE, password: 'k4mzq8wv' } },
    });
    await row('ada@');
    await press(user, 'Add an administrator…');
    await press(user, 'Add');
    expect(screen.getByRole('alert').textContent).toContain('Enter their e-mail address');
    await user.type(screen.getByLabelText('E-mail'), GRACE.email);
    await user.click(screen.getByRole('checkbox', { name: 'OSU' }));
    await user.click(screen.getByRole('checkbox', { name: /Approve other workstations/ }));
    await press(user, 'Add');
    expect(await screen.findByText('k4mzq8wv')).toBeTruthy();
    expect(server.sent.find(({ method }) => method === 'POST')?.body).toEqual({
      email: GRACE.email,
      labs: ['OSU'],
      may_grant: GRANTABLE_SCOPES.filter((scope) => scope !== 'device-codes:approve'),
      server_administrator: false,
    });
    await press(user, 'I have noted it');
    expect(document.body.textContent).not.toContain('k4mzq8wv');
  });

  it('are added without a password where nobody has one', async () => {
    const { user } = await openLabs({
      'POST administrators': { status: 201, body: { administrator: GRACE, password: null } },
    });
    await row('ada@');
    await press(user, 'Add an administrator…');
    await user.type(screen.getByLabelText('E-mail'), GRACE.email);
    await press(user, 'Add');
    const dialog = await screen.findByRole('dialog', { name: 'Added' });
    expect(dialog.textContent).toContain('with your organisation’s account');
  });

  it('are added with a fresh sign-in, asked for over what was typed', async () => {
    const { server, user } = await openLabs({
      'POST administrators': [
        refusal(403, 'fresh_sign_in_required'),
        { status: 201, body: { administrator: GRACE, password: 'k4mzq8wv' } },
      ],
    });
    await row('ada@');
    await press(user, 'Add an administrator…');
    await user.type(screen.getByLabelText('E-mail'), GRACE.email);
    await user.click(screen.getByRole('checkbox', { name: 'OSU' }));
    await press(user, 'Add');
    const dialog = await screen.findByRole('dialog', { name: 'Confirm that it is you' });
    await user.type(within(dialog).getByLabelText('Password'), 'correct horse{Enter}');
    expect(await screen.findByText('k4mzq8wv')).toBeTruthy();
    const [first, second] = server.sent
      .filter(({ path }) => path.endsWith('/administrators'))
      .filter(({ method }) => method === 'POST');
    expect(second?.body).toEqual(first?.body);
  });

  it('are left as they are when nobody confirms, and what was typed stays', async () => {
    const { user } = await openLabs({
      'POST administrators': refusal(403, 'fresh_sign_in_required'),
    });
    await row('ada@');
    await press(user, 'Add an administrator…');
    await user.type(screen.getByLabelText('E-mail'), GRACE.email);
    await press(user, 'Add');
    await screen.findByRole('dialog', { name: 'Confirm that it is you' });
    await press(user, 'Back');
    expect(screen.queryByRole('dialog', { name: 'Confirm that it is you' })).toBeNull();
    expect(screen.getByLabelText<HTMLInputElement>('E-mail').value).toBe(GRACE.email);
    expect(screen.getByRole('button', { name: 'Add' })).toBeTruthy();
  });

  it('are changed', async () => {
    const { server, user } = await openLabs({
      'GET administrators': ok({ administrators: [ADA_LISTED, GRACE] }),
      [`PUT ${GRACE.id}`]: ok({ administrators: [ADA_LISTED, GRACE] }),
    });
    await row('grace@');
    await press(user, `Change ${GRACE.email}`);
    await user.click(screen.getByRole('checkbox', { name: 'OSU' }));
    await user.click(screen.getByRole('checkbox', { name: /Looks after the server/ }));
    await press(user, 'Save');
    expect(server.sent.find(({ method }) => method === 'PUT')?.body).toEqual({
      labs: ['NMGRL', 'OSU'],
      may_grant: GRACE.may_grant,
      server_administrator: true,
    });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('are removed after words that say what it means', async () => {
    const { server, user } = await openLabs({
      'GET administrators': [
        ok({ administrators: [ADA_LISTED, GRACE] }),
        ok({ administrators: [ADA_LISTED] }),
      ],
      [`DELETE ${GRACE.id}`]: ok({ administrators: [ADA_LISTED] }),
    });
    await row('grace@');
    await press(user, `Remove ${GRACE.email}`);
    const dialog = screen.getByRole('dialog');
    expect(dialog.textContent).toContain('signed out at once');
    await user.click(within(dialog).getByRole('button', { name: 'Remove' }));
    await screen.findByRole('button', { name: `Remove ${ADA_LISTED.email}` });
    expect(screen.queryByText(GRACE.email)).toBeNull();
    expect(server.sent.some(({ method }) => method === 'DELETE')).toBe(true);
  });

  it('leave the last of the server in place, with the server’s words', async () => {
    const { user } = await openLabs({
      [`DELETE ${ADA_LISTED.id}`]: refusal(409, 'last_administrator'),
    });
    await row('ada@');
    await press(user, `Remove ${ADA_LISTED.email}`);
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Remove' }));
    expect((await screen.findByRole('alert')).textContent).toContain('words of the server');
  });
});
