import type { RommPending } from '@onbench/protocol/romm-device-grant';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { openAt } from '../open-at.tsx';
import { press } from '../open-page.tsx';
import { ADA, ok, type ScriptedAnswer, ScriptedServer } from '../scripted-server.ts';

export const HANDHELD: RommPending = {
  client_device_identifier: 'installation-1',
  name: 'Handheld in lab 2',
  client: 'handheld-sync',
  platform: 'linux',
  client_version: '1.4.0',
  requested_scopes: ['me.read', 'roms.read', 'users.read', 'users.write'],
  allowed_scopes: ['me.read', 'roms.read', 'users.read'],
  expires_at: '2026-05-09T11:57:00Z',
};

export function detail(status: number, words: unknown = 'words of the server'): ScriptedAnswer {
  return { status, body: { detail: words } };
}

/** The page at /pair/device against a server that answers well, except where `changes` says otherwise. */
export function openPairing(changes: Record<string, ScriptedAnswer | ScriptedAnswer[]> = {}) {
  const server = new ScriptedServer({
    'GET session': ok(ADA),
    'POST session': ok(ADA),
    'GET BCDFGHJK': ok(HANDHELD),
    'POST approve': ok({ device_id: 'device-1', device_name: 'Handheld in lab 2' }),
    'POST deny': ok(null),
    ...changes,
  });
  render(openAt('/pair/device', server, { prefilledCode: 'bcdfghjk' }));
  return { server, user: userEvent.setup() };
}

/** On to the review; the code stands in the field already. */
export async function openPairingReview(
  changes: Record<string, ScriptedAnswer | ScriptedAnswer[]> = {},
) {
  const page = openPairing(changes);
  await screen.findByLabelText('Code');
  await press(page.user, 'Continue');
  await screen.findByRole('heading', { name: 'Pair this device?' });
  return page;
}
