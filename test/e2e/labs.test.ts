import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { capture } from '../../scripts/stage/child-process.ts';
import { PROJECT } from '../../scripts/stage/desktop-app.ts';
import { FIRST_ADMINISTRATOR, FIRST_LAB } from '../../scripts/stage/enrollment-server.ts';
import { TECHNICIAN } from '../../scripts/stage/technician.ts';
import { readKeyring } from './stage/read-keyring.ts';
import { withStage } from './stage/stage.ts';
import type { Workstation } from './stage/workstation.ts';

const OTHER_LAB = 'ARGON';

/** What the technician has there before: it must be there after all of this, to the byte. */
const USERS_CONFIG = 'ForwardAgent no\n\nHost elsewhere\n\tUser me\n\nHost *\n    Compression yes';

const stage = withStage();
let workstation: Workstation;

beforeAll(async () => {
  await addLabAtServer(OTHER_LAB);
  workstation = await stage().openWorkstation();
  await mkdir(workstation.inHome('.ssh'), { mode: 0o700 });
  await writeFile(workstation.inHome('.ssh/config'), USERS_CONFIG, { mode: 0o600 });
});

/** As an operator does it, while the server is down. */
async function addLabAtServer(lab: string): Promise<void> {
  const { ports } = stage().server;
  await stage().server.stop();
  const env = { ...process.env, ONBENCH_DATA_DIR: stage().serverDataDir };
  const command = (...args: string[]) =>
    capture(process.execPath, [join(PROJECT, 'server/dist/cli.js'), ...args], { env });
  await command('lab', 'add', lab);
  const labs = ['--lab', FIRST_LAB, '--lab', lab];
  await command('admin', 'set', FIRST_ADMINISTRATOR, ...labs);
  await stage().startServer(ports);
}

async function enrollFor(lab: string): Promise<void> {
  const code = await workstation.technician.start();
  const administrator = await stage().lookUp(code);
  await administrator.approve({ lab, technicianEmail: TECHNICIAN });
  await workstation.technician.sees(`Enrolled as ${lab}`);
}

async function click(button: string): Promise<void> {
  await workstation.page.getByRole('button', { name: button }).click();
}

/** What the window says about how the last thing ended, and then closes. */
async function readOutcome(heading: string): Promise<void> {
  await workstation.page
    .getByRole('heading', { level: 2, name: heading })
    .waitFor({ timeout: 60_000 });
  await click('Close');
}

async function revoke(): Promise<void> {
  await click('Revoke this workstation…');
  await workstation.page.getByRole('button', { name: 'Revoke and delete' }).click();
}

describe('a workstation of one lab', () => {
  it('shows the lab on the home screen once its enrollment is done', async () => {
    await workstation.technician.enterServer(stage().server.url);
    await enrollFor(FIRST_LAB);
    await click('Done');
    await workstation.technician.sees(`${FIRST_LAB} Registered`);
    const status = workstation.page.getByRole('list', { name: `Status of ${FIRST_LAB}` });
    await expect
      .poll(async () => (await status.textContent())?.match(/OK/g)?.length, { timeout: 30_000 })
      .toBe(6);
  });

  it('passes the test of its connection', async () => {
    await click('Test connection');
    await readOutcome('The connection works');
  });

  it('clones the lab’s metadata repository to where the lab’s software looks', async () => {
    await click('Show the lab’s repositories');
    await click(`Clone ${FIRST_LAB}/MetaData`);
    await readOutcome(`${FIRST_LAB}/MetaData is here`);
    const head = await readFile(workstation.inHome('Pychron/MetaData/.git/HEAD'), 'utf8');
    expect(head).toBe('ref: refs/heads/main\n');
  });

  it('works on with a new key', async () => {
    const publicKey = workstation.inHome(`.pychron/keys/pychron_${workstation.slug}.pub`);
    const before = await readFile(publicKey, 'utf8');
    await click('New key');
    await readOutcome('The new key works');
    expect(await readFile(publicKey, 'utf8')).not.toBe(before);
  });
});

describe('a workstation of two labs', () => {
  it('shows the new lab as the current one, beside the first', async () => {
    await click('Enroll for another lab');
    await enrollFor(OTHER_LAB);
    await click('Done');
    await workstation.technician.sees(`${OTHER_LAB} Registered`);
    const labs = workstation.page.getByRole('navigation', { name: 'Labs' });
    expect(await labs.getByRole('button').allTextContents()).toEqual([
      `${OTHER_LAB}current`,
      FIRST_LAB,
    ]);
    expect(Object.keys(await readKeyring(stage().keyring)).sort()).toEqual([OTHER_LAB, FIRST_LAB]);
  });

  it('switches back to the first lab, which works', async () => {
    await click(FIRST_LAB);
    await workstation.technician.sees(`${FIRST_LAB} Registered`);
    await click('Switch to this lab');
    await readOutcome(`${FIRST_LAB} is the current lab now.`);
    await click('Test connection');
    await readOutcome('The connection works');
  });

  it('gives up the second lab and keeps the first', async () => {
    await click(`${OTHER_LAB}`);
    await workstation.technician.sees(`${OTHER_LAB} Registered`);
    await revoke();
    await readOutcome(`${OTHER_LAB} is gone from this machine`);
    await workstation.technician.sees(`${FIRST_LAB} Registered`);
    expect(Object.keys(await readKeyring(stage().keyring))).toEqual([FIRST_LAB]);
  });

  it('gives up the last one and leaves the ssh config as it was', async () => {
    await revoke();
    await workstation.technician.sees('Enroll this workstation');
    await readOutcome(`${FIRST_LAB} is gone from this machine`);
    expect(await readFile(workstation.inHome('.ssh/config'), 'utf8')).toBe(USERS_CONFIG);
    expect(await readKeyring(stage().keyring)).toEqual({});
    // Clones are somebody's work: they go only if somebody says so.
    await readFile(workstation.inHome('Pychron/MetaData/.git/HEAD'));
  });
});
