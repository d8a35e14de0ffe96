import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../scripts/stage/child-process.ts';
import { cloneAndPush } from '../../scripts/stage/clone-and-push.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { readKeyring } from './stage/read-keyring.ts';
import { withStage } from './stage/stage.ts';
import { whoami } from './stage/whoami.ts';
import type { Workstation } from './stage/workstation.ts';

const TECHNICIAN = 'technician@nmgrl.example';

const stage = withStage();
let workstation: Workstation;

beforeAll(async () => {
  workstation = await stage().openWorkstation();
  await workstation.technician.enterServer(stage().server.url);
});

/** One login with the workstation's own key and settings, as git makes it. */
async function logIn() {
  const config = workstation.inHome('.ssh/config');
  const command = ['-F', config, '-o', 'BatchMode=yes', 'pychron-NMGRL'];
  return await run('ssh', [...command, "git-upload-pack 'NMGRL/MetaData'"], { stdin: '0000' });
}

describe('an administrator with the inbox open', () => {
  it('sees a request as it comes, and approves it after typing the code from its screen', async () => {
    const { page } = stage().administrator;
    await stage().administrator.open(`${stage().server.url}/inbox`);
    await page.getByText('Nothing is waiting').waitFor();
    const code = await workstation.technician.start();
    const request = page.getByRole('article');
    await request.getByText('New machine: first under this name').waitFor();
    expect(await request.textContent()).not.toContain(code);
    expect(await request.textContent()).not.toContain(code.replace('-', ''));
    await request.getByRole('button', { name: 'Enter its code' }).click();
    await stage().administrator.enterCode(code);
    await stage().administrator.approve({ lab: 'NMGRL', technicianEmail: TECHNICIAN });
    await workstation.technician.sees('Enrolled as NMGRL');
  });
});

describe('an administrator who revokes a stolen workstation', () => {
  it('ends its token, which answers 401, and its key, which ssh is refused with', async () => {
    const { NMGRL: token = '' } = await readKeyring(stage().keyring);
    expect((await whoami(stage().server.url, token)).status).toBe(200);
    expect((await logIn()).code).toBe(0);
    await cloneAndPush(await scratchFolder(), workstation.inHome('.ssh/config'));

    await stage().administrator.open(`${stage().server.url}/devices`);
    await stage().administrator.revokeOnly();

    expect((await whoami(stage().server.url, token)).status).toBe(401);
    const refused = await logIn();
    expect([refused.code, refused.stderr]).toEqual([
      255,
      expect.stringContaining('Permission denied (publickey)'),
    ]);
  });

  it('keeps it in the list, as history', async () => {
    const { page } = stage().administrator;
    await stage().administrator.open(`${stage().server.url}/devices`);
    await page.getByRole('cell', { name: 'Revoked', exact: true }).waitFor();
  });
});
