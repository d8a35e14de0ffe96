import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { SignInMethods } from '../../server/web/src/session/sign-in-methods.ts';
import { waysIn } from './fake-provider-window.ts';
import { openAt } from './open-at.tsx';
import { ADA, LAB_MAC, ok, type ScriptedAnswer, ScriptedServer } from './scripted-server.ts';

type Script = Readonly<Record<string, ScriptedAnswer | readonly ScriptedAnswer[]>>;

const SIGNED_IN: Script = {
  'GET session': ok(ADA),
  'POST session': ok(ADA),
  'DELETE session': { status: 204 },
  'POST lookup': ok(LAB_MAC),
  'POST approve': ok(),
  'POST deny': ok(),
  'GET device-codes': ok({ device_codes: [] }),
};

/** The page against a server that answers well, except where `changes` says otherwise. */
export function openPage(changes: Script = {}, prefilledCode = '', methods?: SignInMethods) {
  const server = new ScriptedServer({ ...SIGNED_IN, ...changes });
  const ways = waysIn(methods);
  render(openAt('/device', server, { prefilledCode, ways }));
  return { server, user: userEvent.setup(), provider: ways.provider };
}

export type User = ReturnType<typeof userEvent.setup>;

export async function enterCode(user: User, code = 'bcdf ghjk'): Promise<void> {
  await user.type(await screen.findByLabelText('Code'), code);
  await user.click(screen.getByRole('button', { name: 'Continue' }));
}

export async function openReview(changes: Script = {}, methods?: SignInMethods) {
  const page = openPage(changes, '', methods);
  await enterCode(page.user);
  await screen.findByRole('heading', { name: 'Review this request' });
  return page;
}

/** Everything that Approve asks for. */
export async function fillIn(user: User): Promise<void> {
  await user.click(screen.getByRole('checkbox', { name: /match the workstation’s screen/ }));
  await user.type(screen.getByLabelText('Technician’s e-mail'), 'tom@nmgrl.example');
}

export async function press(user: User, name: string): Promise<void> {
  await user.click(screen.getByRole('button', { name }));
}

export async function signIn(user: User, password = 'correct horse'): Promise<void> {
  const email = await screen.findByLabelText('E-mail');
  if (!(email as HTMLInputElement).value) await user.type(email, 'ada@nmgrl.example');
  await user.type(screen.getByLabelText('Password'), password);
  await press(user, 'Sign in');
}
