import { describe, expect, it } from 'vitest';
import { withStage } from './stage/stage.ts';

const stage = withStage();

describe('a server that is away for a while', () => {
  it('costs the enrollment nothing: the same code is approved when it is back', async () => {
    const { page, technician } = await stage().openWorkstation();
    await technician.enterServer(stage().server.url);
    const userCode = await technician.start();
    const { ports } = stage().server;

    await stage().server.stop();
    await page.getByText('The server refused the connection.').waitFor({ timeout: 60_000 });
    expect(await technician.readCode()).toBe(userCode);

    await stage().startServer(ports);
    const administrator = await stage().lookUp(userCode);
    await administrator.approve({ lab: 'NMGRL', technicianEmail: 'technician@nmgrl.example' });
    await technician.sees('Enrolled as NMGRL');
  });
});
