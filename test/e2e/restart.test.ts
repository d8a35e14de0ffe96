import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ed25519Blob } from '../support/known-keys.ts';
import { readKeyring } from './stage/read-keyring.ts';
import { withStage } from './stage/stage.ts';
import type { Workstation } from './stage/workstation.ts';

const APPROVAL = { lab: 'NMGRL', technicianEmail: 'technician@nmgrl.example' };
const WITHOUT_KEYRING = { DBUS_SESSION_BUS_ADDRESS: 'disabled:' };
/** No lab has this account: what outlives a process stands there. */
const PENDING_ACCOUNT = 'onbench pending';

const stage = withStage();

/** As a crash, a power cut or an impatient person ends it. */
async function kill({ electron }: Workstation): Promise<void> {
  const app = electron.process();
  const exited = once(app, 'exit');
  app.kill('SIGKILL');
  await exited;
}

async function journalFile({ electron }: Workstation): Promise<string> {
  return electron.evaluate(({ app }) => `${app.getPath('userData')}/enrollment.json`);
}

async function pendingIsKept(workstation: Workstation): Promise<void> {
  const file = await journalFile(workstation);
  await expect.poll(() => existsSync(file), { timeout: 20_000 }).toBe(true);
}

describe('an app that is killed', () => {
  it('comes back to the same code, which can still be approved', async () => {
    const first = await stage().openWorkstation();
    await first.technician.enterServer(stage().server.url);
    const code = await first.technician.start();
    await pendingIsKept(first);
    const file = await journalFile(first);
    await kill(first);

    const second = await stage().openWorkstation({ home: first.home });
    expect(await second.technician.readCode()).toBe(code);
    const administrator = await stage().lookUp(code);
    await administrator.approve(APPROVAL);
    await second.technician.sees('Enrolled as NMGRL');
    await expect.poll(() => existsSync(file)).toBe(false);
    expect(Object.keys(await readKeyring(stage().keyring))).toEqual(['NMGRL']);
  });

  it('finds at its next start that it was approved meanwhile', async () => {
    const first = await stage().openWorkstation();
    await first.technician.enterServer(stage().server.url);
    const code = await first.technician.start();
    await pendingIsKept(first);
    await kill(first);
    await (await stage().lookUp(code)).approve(APPROVAL);

    const second = await stage().openWorkstation({ home: first.home });
    await second.technician.sees('Enrolled as NMGRL');
  });

  it('finishes at its next start when it was killed after the approval', async () => {
    const home = await mkdtemp(join(tmpdir(), 'onbench-home-'));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    // Another key is pinned for the git host: the question about it holds the app between the token and the files.
    const pinned = `[127.0.0.1]:${stage().server.ports.ssh} ssh-ed25519 ${ed25519Blob(2)}\n`;
    const knownHosts = join(home, '.pychron/known_hosts');
    await mkdir(join(home, '.pychron'), { mode: 0o700 });
    await writeFile(knownHosts, pinned, { mode: 0o600 });
    const first = await stage().openWorkstation({ home });
    await first.technician.enterServer(stage().server.url);
    const code = await first.technician.start();
    await pendingIsKept(first);
    await (await stage().lookUp(code)).approve(APPROVAL);
    await first.page.getByRole('button', { name: 'Trust the new key' }).waitFor();
    expect(existsSync(join(home, '.pychron/registration.json'))).toBe(false);
    const { [PENDING_ACCOUNT]: pending } = await readKeyring(stage().keyring);
    expect(pending).toBeDefined();
    await kill(first);
    await rm(knownHosts);

    const second = await stage().openWorkstation({ home });
    await second.technician.sees('Enrolled as NMGRL');
    expect(existsSync(join(home, '.pychron/registration.json'))).toBe(true);
  });

  it('says that the token is gone when the keyring had refused it', async () => {
    const first = await stage().openWorkstation({ env: WITHOUT_KEYRING });
    await first.technician.enterServer(stage().server.url);
    const code = await first.technician.startDespiteWarnings();
    await (await stage().lookUp(code)).approve(APPROVAL);
    await first.technician.sees('The keyring did not take the token');
    await pendingIsKept(first);
    await kill(first);

    const second = await stage().openWorkstation({ home: first.home, env: WITHOUT_KEYRING });
    await second.technician.sees('The enrollment for NMGRL was interrupted');
    await second.page.getByText(/A new approval is needed/).waitFor();
  });
});

describe('an app that is closed', () => {
  it('leaves the wait for an approval to its next start', async () => {
    const first = await stage().openWorkstation();
    await first.technician.enterServer(stage().server.url);
    const code = await first.technician.start();
    await pendingIsKept(first);
    await first.close();

    const second = await stage().openWorkstation({ home: first.home });
    expect(await second.technician.readCode()).toBe(code);
    await second.page.getByRole('button', { name: 'New code' }).click();
    await expect.poll(() => second.technician.readCode(), { timeout: 20_000 }).not.toBe(code);
    await second.page.getByRole('button', { name: 'Cancel' }).click();
    await second.technician.sees('Enrollment cancelled');
  });
});
