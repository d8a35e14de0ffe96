import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startKeyringSession } from '../../scripts/stage/keyring-session.ts';

const MODULE = fileURLToPath(new URL('../../scripts/stage/keyring-session.ts', import.meta.url));

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('startKeyringSession', () => {
  it('leaves neither process nor folder after stop', async () => {
    const { env, daemonPid, stop } = await startKeyringSession();
    expect(isRunning(daemonPid)).toBe(true);
    await stop();
    await stop();
    expect(isRunning(daemonPid)).toBe(false);
    expect(existsSync(String(env.HOME))).toBe(false);
  });

  it('leaves neither when its daemon was stopped by a signal', async () => {
    const { env, daemonPid, stop } = await startKeyringSession();
    process.kill(daemonPid, 'SIGSTOP');
    await stop();
    expect(isRunning(daemonPid)).toBe(false);
    expect(existsSync(String(env.HOME))).toBe(false);
  });

  it('leaves neither when its owner is killed', async () => {
    const script = `
      const { startKeyringSession } = await import(${JSON.stringify(MODULE)});
      const { env, daemonPid } = await startKeyringSession();
      console.log(JSON.stringify({ home: env.HOME, daemonPid }));
      setInterval(() => undefined, 1_000);`;
    const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    const [line] = await once(owner.stdout, 'data');
    const { home, daemonPid } = JSON.parse(String(line));
    expect(isRunning(daemonPid)).toBe(true);
    owner.kill('SIGKILL');
    await expect
      .poll(() => isRunning(daemonPid) || existsSync(home), { timeout: 20_000 })
      .toBe(false);
  });
});
