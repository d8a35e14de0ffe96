import { Secret } from '@onbench/protocol/secret';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { DisownFlow } from '../../../server/web/src/disown/disown-flow.ts';
import { DisownPage } from '../../../server/web/src/disown/disown-page.tsx';
import { takeDisownToken } from '../../../server/web/src/disown/take-disown-token.ts';
import { DISOWNABLE } from '../announced-samples.ts';
import { press } from '../open-page.tsx';
import { ok, refusal, type ScriptedAnswer, ScriptedServer } from '../scripted-server.ts';

afterEach(cleanup);

const TOKEN = 'T'.repeat(43);

function openLink(script: Record<string, ScriptedAnswer | readonly ScriptedAnswer[]> = {}) {
  const server = new ScriptedServer({
    'POST lookup': ok(DISOWNABLE),
    'POST disown': ok({ disowned: true }),
    ...script,
  });
  render(<DisownPage flow={new DisownFlow(server.fetch, new Secret(TOKEN))} />);
  return { server, user: userEvent.setup() };
}

const revoke = 'This was not me: revoke it';

describe('the page behind a technician’s link', () => {
  it('says what it stands for and what will happen, and does nothing by itself', async () => {
    const { server } = openLink();
    expect(await screen.findByText('lab-mac-01')).toBeTruthy();
    expect(screen.getByText(/stop working at once/)).toBeTruthy();
    expect(server.sent.map(({ path, body }) => [path, body])).toEqual([
      ['/api/v1/disown/lookup', { token: TOKEN }],
    ]);
    expect(document.body.innerHTML).not.toContain(TOKEN);
  });

  it('revokes when the button is pressed, and says so', async () => {
    const { server, user } = openLink();
    await screen.findByText('lab-mac-01');
    await press(user, revoke);
    expect(await screen.findByRole('heading', { name: 'Revoked' })).toBeTruthy();
    expect(server.sent.at(-1)).toMatchObject({
      method: 'POST',
      path: '/api/v1/disown',
      body: { token: TOKEN },
    });
  });

  it.each([refusal(404, 'not_found'), refusal(400, 'invalid_request')])(
    'says when the link is over',
    async (answer) => {
      openLink({ 'POST lookup': answer });
      expect(await screen.findByText('This link is not valid any more')).toBeTruthy();
      expect(screen.queryByRole('button', { name: revoke })).toBeNull();
    },
  );

  it('can be asked again when the server was away', async () => {
    const { user } = openLink({ 'POST lookup': ['unreachable', ok(DISOWNABLE)] });
    await screen.findByRole('alert');
    await press(user, 'Try again');
    expect(await screen.findByText('lab-mac-01')).toBeTruthy();
  });

  it('keeps the question when revoking did not come about', async () => {
    const { user } = openLink({ 'POST disown': ['unreachable', ok({ disowned: true })] });
    await screen.findByText('lab-mac-01');
    await press(user, revoke);
    await screen.findByRole('alert');
    await press(user, revoke);
    expect(await screen.findByRole('heading', { name: 'Revoked' })).toBeTruthy();
  });
});

describe('the token', () => {
  it('is taken out of the address', () => {
    window.history.replaceState(null, '', `/not-me#${TOKEN}`);
    expect(takeDisownToken(window.location, window.history).reveal()).toBe(TOKEN);
    expect(window.location.href).not.toContain(TOKEN);
  });
});
