import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { KEYRING_REASONS } from '../../../src/shared/copy/enrollment-copy.ts';
import type { KeyringFailure } from '../../../src/shared/enrollment.ts';
import { showWindow } from '../show-window.tsx';
import { ENROLLED, RECOVERY } from '../states.ts';

const TOKEN = 'pcy_NMGRL_Zk3vQ9xT7bLwRm2cZk3vQ9xT7bLwRm2c';

function button(name: string) {
  return screen.getByRole('button', { name });
}

describe('RecoveryView', () => {
  it.each(Object.keys(KEYRING_REASONS) as KeyringFailure[])('explains %s', async (reason) => {
    await showWindow({ ...RECOVERY, reason });
    expect(screen.getByText(new RegExp(KEYRING_REASONS[reason]))).toBeTruthy();
  });

  it('keeps the token out of the page until it is asked for, and after it is hidden', async () => {
    const { bridge, user } = await showWindow(RECOVERY, { token: TOKEN });
    expect(document.documentElement.outerHTML).not.toContain(TOKEN);
    expect(bridge.calls).toEqual([]);

    await user.click(button('Show token'));
    expect(screen.getByText(TOKEN)).toBeTruthy();
    expect(bridge.calls).toEqual([['recovery.revealToken']]);

    await user.click(button('Hide token'));
    expect(document.documentElement.outerHTML).not.toContain(TOKEN);
  });

  it('drops a shown token with the state, and does not bring it back', async () => {
    const window = await showWindow(RECOVERY, { token: TOKEN });
    await window.user.click(button('Show token'));
    await window.publish(ENROLLED);
    expect(document.documentElement.outerHTML).not.toContain(TOKEN);
    await window.publish(RECOVERY);
    expect(document.documentElement.outerHTML).not.toContain(TOKEN);
  });

  it('says so when there is no token any more', async () => {
    const { user } = await showWindow(RECOVERY, { token: null });
    await user.click(button('Show token'));
    expect(screen.getByText('The token is no longer here.')).toBeTruthy();
  });

  it('copies without revealing, and says that the clipboard is cleared', async () => {
    const { bridge, user } = await showWindow(RECOVERY, { token: TOKEN });
    await user.click(button('Copy token'));
    expect(bridge.calls).toEqual([['recovery.copyToken']]);
    expect(document.documentElement.outerHTML).not.toContain(TOKEN);
    expect(screen.getByText(/cleared from the clipboard after 45 seconds/)).toBeTruthy();
  });

  it('names the keyring entry that the lab’s software reads', async () => {
    await showWindow(RECOVERY);
    expect(screen.getByText(/by hand/).textContent).toBe(
      'To add it to a keyring by hand, use service pychron.cloud and account NMGRL.',
    );
  });

  it('tries the keyring again, once at a time', async () => {
    const window = await showWindow(RECOVERY);
    await window.user.click(button('Try the keyring again'));
    await window.publish({ ...RECOVERY, retrying: true });
    expect(button('Try the keyring again').getAttribute('aria-busy')).toBe('true');
    await window.user.click(button('Try the keyring again'));
    expect(window.bridge.calls).toEqual([['recovery.retryKeyring']]);
  });

  it('asks once more before it forgets the token', async () => {
    const { bridge, user } = await showWindow(RECOVERY);
    await user.click(button('I have stored it'));
    expect(document.activeElement).toBe(button('Not yet'));
    await user.click(button('Not yet'));
    expect(screen.queryByRole('button', { name: 'Yes, forget it' })).toBeNull();
    expect(document.activeElement).toBe(button('I have stored it'));
    expect(bridge.calls).toEqual([]);

    await user.click(button('I have stored it'));
    await user.click(button('Yes, forget it'));
    expect(bridge.calls).toEqual([['recovery.confirmStored']]);
  });
});
