import { once } from 'node:events';
import type { ElectronApplication } from 'playwright';
import { describe, expect, it } from 'vitest';
import { readKeyring } from './stage/read-keyring.ts';
import { holdsSecret } from './stage/secret-sweep.ts';
import { withStage } from './stage/stage.ts';
import { whoami } from './stage/whoami.ts';

/** An address at which there is never a bus: every keyring call fails for real. */
const WITHOUT_KEYRING = { DBUS_SESSION_BUS_ADDRESS: 'disabled:' };

const stage = withStage();

/** Answers the app's question before a close with its first button, and keeps what was asked. */
function answerQuestions(electron: ElectronApplication): Promise<void> {
  return electron.evaluate(({ dialog }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBoxSync = (...args: unknown[]) => {
      asked.push((args.at(-1) as { message: string }).message);
      return 0;
    };
  });
}

function questionsAsked(electron: ElectronApplication): Promise<readonly string[]> {
  return electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
}

describe('a keyring that refuses the token', () => {
  it('leaves it to the technician, who shows it, stores it and goes on', async () => {
    const { electron, page, technician } = await stage().openWorkstation({ env: WITHOUT_KEYRING });
    await technician.enterServer(stage().server.url);
    const administrator = await stage().lookUp(await technician.startDespiteWarnings());
    await administrator.approve({ lab: 'NMGRL', technicianEmail: 'technician@nmgrl.example' });
    await technician.sees('The keyring did not take the token');

    const hidden = await page.content();
    await page.getByRole('button', { name: 'Show token' }).click();
    const token = (await page.getByText(/^pcy_NMGRL_/).textContent()) ?? '';
    expect(holdsSecret(hidden, Buffer.from(token))).toBe(false);
    expect(await whoami(stage().server.url, token)).toMatchObject({ status: 200 });
    const state = await page.evaluate(() => window.onbench.enrollment.getState());
    expect(state).toEqual({
      kind: 'recovery',
      lab: 'NMGRL',
      reason: 'unavailable',
      retrying: false,
    });
    await page.getByRole('button', { name: 'Hide token' }).click();
    await page.getByRole('img', { name: 'Token, hidden' }).waitFor();
    expect(await page.content()).not.toContain(token);

    await answerQuestions(electron);
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    expect(await questionsAsked(electron)).toEqual(['Close without storing the token?']);
    await technician.sees('The keyring did not take the token');

    await page.getByRole('button', { name: 'Try the keyring again' }).click();
    await page.getByRole('button', { name: 'Try the keyring again', disabled: false }).waitFor();
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByRole('button', { name: 'Yes, forget it' }).click();
    await technician.sees('Enrolled as NMGRL');
    await page.getByText('Where you stored it').waitFor();
    expect(await page.evaluate(() => window.onbench.recovery.revealToken())).toBeNull();
    expect(await readKeyring(stage().keyring)).toEqual({});
    expect(stage().serverLog).not.toContain(token);

    // Nothing is left to lose, so closing asks nothing any more: an answer would keep the window open.
    const exited = once(electron.process(), 'exit');
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    expect(await exited).toEqual([0, null]);
  });
});
