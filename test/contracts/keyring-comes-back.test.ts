import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KeyringSession, startKeyringSession } from '../../scripts/stage/keyring-session.ts';
import { type ElectronHost, startElectronHost } from '../support/start-electron-host.ts';

// In this order: the app's process goes through all of it, as one that is left open for days.
describe('a keyring that comes back while the app runs', () => {
  let session: KeyringSession;
  let host: ElectronHost;

  beforeAll(async () => {
    session = await startKeyringSession();
  });
  afterAll(async () => {
    await host?.stop();
    await session.stop();
  });

  async function check(): Promise<unknown> {
    const answer = once(host.process, 'message');
    host.process.send('check');
    return (await answer)[0];
  }

  const kill = () => process.kill(session.daemonPid, 'SIGKILL');

  it('is found once it is started, when there was none at first', async () => {
    kill();
    host = await startElectronHost('electron-keyring-host.ts', session.env);
    expect(await check()).toBe('keyring-unavailable');
    await session.restart();
    expect(await check()).toBe('passed');
  });

  it('is found again after it was locked and unlocked', async () => {
    await session.lock();
    expect(await check()).toBe('keyring-unavailable');
    await session.unlock();
    expect(await check()).toBe('passed');
  });

  it('is found again after it was stopped and went on', async () => {
    process.kill(session.daemonPid, 'SIGSTOP');
    expect(await check()).toBe('keyring-timed-out');
    process.kill(session.daemonPid, 'SIGCONT');
    await expect.poll(check, { timeout: 20_000 }).toBe('passed');
  });

  it('is found again each time that its daemon was killed and started', async () => {
    for (let round = 0; round < 3; round += 1) {
      kill();
      expect(await check()).toBe('keyring-unavailable');
      await session.restart();
      expect(await check()).toBe('passed');
    }
  });
});
