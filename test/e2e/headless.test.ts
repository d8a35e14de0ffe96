import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OnbenchCommand } from '../support/onbench-command.ts';
import { withStage } from './stage/stage.ts';

const stage = withStage();

describe('the command line beside the app', () => {
  it('waits for its turn, then goes on where the app was', async () => {
    const { server } = stage();
    const { electron, technician, env, inHome } = await stage().openWorkstation();
    await technician.enterServer(server.url);
    const code = await technician.start();
    const journal = inHome('.config/Onbench/enrollment.json');
    await expect.poll(() => existsSync(journal), { timeout: 20_000 }).toBe(true);
    const enroll = () =>
      new OnbenchCommand(['enroll', '--json', '--api-base-url', server.url], env);

    const early = enroll();
    expect(await early.exitCode).toBe(9);
    const app = electron.process();
    expect(early.stdout).toContain(`(process ${app.pid})`);

    const exited = once(app, 'exit');
    app.kill('SIGKILL');
    await exited;
    const command = enroll();
    expect(await command.event('code')).toMatchObject({ userCode: code });
    const administrator = await stage().lookUp(code);
    await administrator.approve({ lab: 'NMGRL', technicianEmail: 'technician@nmgrl.example' });
    expect(await command.exitCode).toBe(0);

    const again = await stage().openWorkstation({ home: inHome('') });
    await again.page.getByText('Registered', { exact: true }).waitFor();
  });
});
