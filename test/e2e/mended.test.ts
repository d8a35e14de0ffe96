import { mkdir, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { FIRST_LAB } from '../../scripts/stage/enrollment-server.ts';
import { TECHNICIAN } from '../../scripts/stage/technician.ts';
import { readKeyring } from './stage/read-keyring.ts';
import { withStage } from './stage/stage.ts';
import type { Workstation } from './stage/workstation.ts';

const DAMAGED = '# BEGIN pychron-cloud:pychron-NMGRL\nHost pychron-NMGRL\n';

const stage = withStage();

/** An enrollment that was approved, on a machine whose ssh config cannot be written to. */
async function approvedInVain(): Promise<Workstation> {
  const workstation = await stage().openWorkstation();
  await mkdir(workstation.inHome('.ssh'), { mode: 0o700 });
  await writeFile(workstation.inHome('.ssh/config'), DAMAGED, { mode: 0o600 });
  await workstation.technician.enterServer(stage().server.url);
  const administrator = await stage().lookUp(await workstation.technician.start());
  await administrator.approve({ lab: FIRST_LAB, technicianEmail: TECHNICIAN });
  await workstation.technician.sees('Your SSH config needs a correction');
  await workstation.page.getByText('The approval is not lost').waitFor();
  return workstation;
}

async function mend(workstation: Workstation): Promise<void> {
  await writeFile(workstation.inHome('.ssh/config'), 'Host elsewhere\n');
}

describe('an approved enrollment that meets a damaged ssh config', () => {
  it('goes on with the same approval once a person has mended it', async () => {
    const workstation = await approvedInVain();
    const approved = await readKeyring(stage().keyring);
    await workstation.page.getByRole('button', { name: 'Try again' }).click();
    await workstation.technician.sees('Your SSH config needs a correction');
    await mend(workstation);
    await workstation.page.getByRole('button', { name: 'Try again' }).click();
    await workstation.technician.sees(`Enrolled as ${FIRST_LAB}`);
    expect((await readKeyring(stage().keyring))[FIRST_LAB]).toBe(approved[FIRST_LAB]);
  });

  it('is taken up by the next start of the app, by itself', async () => {
    const first = await approvedInVain();
    const approved = await readKeyring(stage().keyring);
    await first.close();
    await mend(first);
    const second = await stage().openWorkstation({ home: first.home });
    await second.technician.sees(`Enrolled as ${FIRST_LAB}`);
    expect((await readKeyring(stage().keyring))[FIRST_LAB]).toBe(approved[FIRST_LAB]);
  });

  it('leaves a lab on the home screen that can be repaired', async () => {
    const workstation = await approvedInVain();
    await workstation.page.getByRole('button', { name: 'Back' }).click();
    await workstation.technician.sees(`${FIRST_LAB} Partial`);
    await mend(workstation);
    await workstation.page.getByRole('button', { name: 'Repair' }).click();
    await workstation.page.getByRole('heading', { name: 'Repaired', exact: true }).waitFor();
    await workstation.technician.sees(`${FIRST_LAB} Registered`);
  });
});
