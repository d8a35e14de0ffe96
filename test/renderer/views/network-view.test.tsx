import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  AUTHORITY_PROBLEMS,
  MANAGED,
  PROXY_PROBLEMS,
} from '../../../src/renderer/src/network-copy.ts';
import { START_PROBLEMS } from '../../../src/shared/copy/enrollment-copy.ts';
import { ok, failed as refused } from '../../../src/shared/result.ts';
import {
  AUTHORITY,
  BROKEN_POLICY,
  MANAGED_NETWORK,
  MANAGED_POLICY,
  MANUAL_PROXY,
  PLAIN_NETWORK,
  SUPPORT,
} from '../network-states.ts';
import { showWindow } from '../show-window.tsx';
import { API_BASE_URL, AWAITING_APPROVAL, failed, RECOVERY } from '../states.ts';

const INFO = {
  version: '0.1.0',
  platform: 'linux',
  trialHome: null,
  keyringService: 'pychron.cloud',
  logFile: '/log',
  hostname: 'lab-mac-01',
} as const;
const managed = { info: { ...INFO, policy: MANAGED_POLICY } };
const preferences = { apiBaseUrl: API_BASE_URL };

async function openNetwork(main: Parameters<typeof showWindow>[1] = {}) {
  const shown = await showWindow({ kind: 'idle' }, { preferences, ...main });
  await shown.user.click(screen.getByRole('button', { name: /network settings/ }));
  return shown;
}

describe('NetworkView', () => {
  it('uses the system’s way or none at once', async () => {
    const { bridge, user } = await openNetwork();
    await user.click(screen.getByRole('radio', { name: 'No proxy' }));
    await user.click(screen.getByRole('radio', { name: 'As this system is set up' }));
    expect(bridge.calls).toEqual([
      ['network.setProxy', { kind: 'none' }],
      ['network.setProxy', { kind: 'system' }],
    ]);
  });

  it('uses an address when it is confirmed, and names it on the first screen', async () => {
    const { bridge, user } = await openNetwork();
    await user.click(screen.getByRole('radio', { name: 'This proxy' }));
    await user.type(screen.getByLabelText('Proxy address'), 'http://proxy.example:3128{Enter}');
    expect(bridge.calls).toEqual([
      ['network.setProxy', { kind: 'manual', url: 'http://proxy.example:3128' }],
    ]);
    await user.click(screen.getByRole('button', { name: 'Done' }));
    expect(screen.getByText(/proxy http:\/\/proxy\.example:3128/)).toBeTruthy();
  });

  it.each([
    ['proxy.example:3128', PROXY_PROBLEMS['not-a-url']],
    ['http://me:pw@proxy.example:1', PROXY_PROBLEMS['has-credentials']],
  ])('refuses %s in words and asks nothing of main', async (typed, sentence) => {
    const { bridge, user } = await openNetwork();
    await user.click(screen.getByRole('radio', { name: 'This proxy' }));
    await user.type(screen.getByLabelText('Proxy address'), `${typed}{Enter}`);
    expect(screen.getByText(sentence)).toBeTruthy();
    expect(bridge.calls).toEqual([]);
  });

  it('shows whose certificate it is before it is trusted', async () => {
    const { bridge, user } = await openNetwork({ chosenAuthority: ok(AUTHORITY) });
    await user.click(screen.getByRole('button', { name: 'Choose certificate…' }));
    expect(screen.getByText(AUTHORITY.certificates[0]!.subject)).toBeTruthy();
    expect(document.activeElement?.textContent).toBe('Do not trust');
    expect(bridge.calls).toEqual([['network.chooseAuthority', API_BASE_URL]]);
    await user.click(screen.getByRole('button', { name: 'Trust for api.nmgrl.example only' }));
    expect(bridge.calls.at(-1)).toEqual(['network.trustAuthority']);
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    expect(bridge.calls.at(-1)).toEqual(['network.forgetAuthority']);
    expect(screen.getByRole('button', { name: 'Choose certificate…' })).toBeTruthy();
  });

  it('trusts nothing that was refused', async () => {
    const { bridge, user } = await openNetwork({ chosenAuthority: ok(AUTHORITY) });
    await user.click(screen.getByRole('button', { name: 'Choose certificate…' }));
    await user.click(screen.getByRole('button', { name: 'Do not trust' }));
    expect(bridge.calls).toEqual([['network.chooseAuthority', API_BASE_URL]]);
  });

  it('says what is wrong with a file', async () => {
    const { user } = await openNetwork({ chosenAuthority: refused('holds-private-key') });
    await user.click(screen.getByRole('button', { name: 'Choose certificate…' }));
    expect(screen.getByText(AUTHORITY_PROBLEMS['holds-private-key'])).toBeTruthy();
  });

  it('wants the server’s address first', async () => {
    await openNetwork({ preferences: { apiBaseUrl: 'api' } });
    const choose = screen.getByRole<HTMLButtonElement>('button', { name: 'Choose certificate…' });
    expect(choose.disabled).toBe(true);
  });

  it('keeps what was typed in the address field', async () => {
    const { user } = await showWindow({ kind: 'idle' }, { network: PLAIN_NETWORK });
    await user.type(screen.getByLabelText('API base URL'), 'https://typed.example');
    await user.click(screen.getByRole('button', { name: /network settings/ }));
    await user.click(screen.getByRole('button', { name: 'Done' }));
    expect(screen.getByLabelText<HTMLInputElement>('API base URL').value).toBe(
      'https://typed.example',
    );
  });

  it('shows what the lab decided, and lets nobody change it', async () => {
    const { bridge, user } = await openNetwork({ ...managed, network: MANAGED_NETWORK });
    expect(screen.getAllByText(MANAGED)).toHaveLength(2);
    await user.click(screen.getByRole('radio', { name: 'No proxy' }));
    expect(bridge.calls).toEqual([]);
    expect(screen.queryByRole('button', { name: /Use this proxy|Choose|Remove/ })).toBeNull();
    expect(screen.getByText(/^1\. Januar 2025\s–\s31\. Dezember 2034$/)).toBeTruthy();
    expect(document.documentElement.lang).toBe('en');
  });

  it('shows the proxy that is in use', async () => {
    await openNetwork({ network: MANUAL_PROXY });
    expect(screen.getByText('This proxy is in use.')).toBeTruthy();
  });
});

describe('a lab’s policy in the window', () => {
  it('makes a required address read-only', async () => {
    await showWindow({ kind: 'idle' }, { ...managed, preferences });
    expect(screen.getByLabelText<HTMLInputElement>('API base URL').readOnly).toBe(true);
    expect(screen.getByText(MANAGED)).toBeTruthy();
  });

  it('stands in the place of the form when it is broken', async () => {
    await showWindow({ kind: 'idle' }, { info: { ...INFO, policy: BROKEN_POLICY } });
    const alert = within(screen.getByRole('alert'));
    for (const said of ['/etc/onbench/policy.json', 'allowedLabs.0', 'not a lab name']) {
      expect(alert.getByText(said)).toBeTruthy();
    }
    expect(screen.queryByRole('button', { name: /Start/ })).toBeNull();
  });

  it('takes Open page away', async () => {
    await showWindow(AWAITING_APPROVAL, managed);
    expect(screen.queryByRole('button', { name: 'Open page' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Copy link' })).toBeTruthy();
  });

  it.each([failed({ kind: 'denied' }), RECOVERY])('names the support in %#', async (state) => {
    await showWindow(state, managed);
    expect(screen.getByText(SUPPORT)).toBeTruthy();
  });

  it('says why main did not start', async () => {
    const startResult = refused('not-the-labs-server' as const);
    const { user } = await showWindow({ kind: 'idle' }, { preferences, startResult });
    await user.click(screen.getByRole('button', { name: /Start/ }));
    expect(screen.getByText(START_PROBLEMS['not-the-labs-server'])).toBeTruthy();
  });
});
