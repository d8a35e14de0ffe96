import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capture } from '../../scripts/stage/child-process.ts';
import { createWorkstation } from '../../src/main/workstation/create-workstation.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { credential, newKey } from '../support/enrolled.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const SILENT = { onStep: () => undefined, askHostKey: async () => false };

async function homeWithSshFolder(): Promise<string> {
  const home = await scratchFolder();
  await mkdir(join(home, '.ssh'));
  return home;
}

function install(home: string) {
  const keyring = new FakeKeyring();
  const workstation = createWorkstation({ home, hostname: 'lab-mac-01', keyring });
  return workstation.install(newKey(), credential(), SILENT);
}

describe('install among other programs', () => {
  it('does not wait for a pipe that stands where the config should', async () => {
    const home = await homeWithSshFolder();
    await capture('mkfifo', [join(home, '.ssh/config')]);
    expect(await install(home)).toMatchObject({
      ok: false,
      failure: { kind: 'ssh-config-conflict', problem: 'not-a-file' },
    });
  });

  it('keeps every byte of a config in another encoding', async () => {
    const home = await homeWithSshFolder();
    const bytes = Buffer.from([...Array(256).keys()].filter((byte) => byte !== 10));
    const theirs = Buffer.concat([Buffer.from('# '), bytes]);
    await writeFile(join(home, '.ssh/config'), theirs);
    expect(await install(home)).toMatchObject({ ok: true });
    const written = await readFile(join(home, '.ssh/config'));
    expect(written.subarray(-theirs.length)).toEqual(theirs);
  });

  it('leaves a whole config under an editor that saves it over and over', async () => {
    const home = await homeWithSshFolder();
    const config = join(home, '.ssh/config');
    await writeFile(config, 'Host x\n');
    // Saves as editors do: reads what is there, adds a line, replaces the file.
    const editor = `
      i=0
      while [ $i -lt 200 ]; do
        i=$((i+1)); { cat config; echo "# edit $i"; } >saving && mv saving config
        sleep 0.005
      done`;
    const edited = capture('/bin/sh', ['-c', editor], { cwd: join(home, '.ssh') });
    for (let round = 0; round < 10; round += 1) {
      const result = await install(home);
      if (!result.ok) expect(result.failure).toMatchObject({ step: 'ssh-config', code: 'EBUSY' });
    }
    await edited;
    expect(await install(home)).toMatchObject({ ok: true });
    const text = await readFile(config, 'utf8');
    expect(text).toMatch(/^# BEGIN.*# END pychron-cloud:pychron-NMGRL\nHost x\n(# edit \d+\n)+$/s);
    expect(text.match(/^# BEGIN/gm)).toHaveLength(1);
  });
});
