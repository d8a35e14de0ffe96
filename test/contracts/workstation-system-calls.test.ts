import { chmod, chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capture } from '../../scripts/stage/child-process.ts';
import { createWorkstation } from '../../src/main/workstation/create-workstation.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { credential, newKey } from '../support/enrolled.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

/* What only the system can tell of an installation: rows S06 and F02 to F04 of security.md. */

const INSTALL = [
  '--import',
  'tsx',
  join(import.meta.dirname, '../support/install-process.ts'),
] as const;

const SILENT = { onStep: () => undefined, askHostKey: async () => false };

function install(home: string) {
  const keyring = new FakeKeyring();
  const workstation = createWorkstation({ home, hostname: 'lab-mac-01', keyring });
  return workstation.install(newKey(), credential(), SILENT);
}

/** The calls that create or change something below the home folder, under a umask that takes nothing away. */
async function tracedCalls(home: string): Promise<readonly string[]> {
  const log = join(await scratchFolder(), 'strace.log');
  const calls = 'trace=openat,mkdir,mkdirat,chmod,fchmod,fchmodat,rename,renameat2,link,symlink';
  const options = ['-f', '-y', '-qq', '-s', '300', '-e', calls, '-o', log];
  await capture('strace', [...options, process.execPath, ...INSTALL, home]);
  const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => line.includes(home));
  return lines.map((line) => line.replace(/^\d+\s+/, '').replaceAll(home, '~'));
}

describe('an installation, as strace sees it under umask 000', () => {
  it('creates every file for its owner alone, under a name that nobody can have prepared', async () => {
    const calls = await tracedCalls(await scratchFolder());
    const created = calls.filter((call) => call.includes('O_CREAT'));
    // Two halves of a key, a database key, known_hosts, config, registration.
    expect(created).toHaveLength(6);
    for (const call of created) {
      expect(call).toMatch(/\/\.[^/"]+\.[0-9a-f]{12}\.new"/);
      expect(call).toMatch(/O_WRONLY\|O_CREAT\|O_EXCL\|O_NOFOLLOW\|O_CLOEXEC, 0600\)/);
    }
  });

  it('creates every folder for its owner alone, and opens up nothing but the public key', async () => {
    const calls = await tracedCalls(await scratchFolder());
    const folders = calls.filter((call) => call.startsWith('mkdir'));
    expect(folders.map((call) => /"([^"]+)", (\d+)/.exec(call)?.slice(1))).toEqual([
      ['~/.pychron', '0700'],
      ['~/.pychron/keys', '0700'],
      ['~/.ssh', '0700'],
    ]);
    const wider = calls.filter((call) => /chmod/.test(call) && !/ 0600\)/.test(call));
    expect(wider).toEqual([expect.stringMatching(/pychron_lab-mac-01\.pub\.[^,]*, 0644\)/)]);
  });

  it('moves each file into its place within its folder, and only after all are written', async () => {
    const calls = await tracedCalls(await scratchFolder());
    const firstMove = calls.findIndex((call) => call.startsWith('rename'));
    expect(calls.findLastIndex((call) => call.includes('O_CREAT'))).toBeLessThan(firstMove);
    const moved = calls.filter((call) => call.startsWith('rename'));
    const folders = moved.map((call) => [...call.matchAll(/"(.*?)\/[^/"]+"/g)].map(([, at]) => at));
    for (const [from, to] of folders) expect(from).toBe(to);
    expect(moved).toHaveLength(6);
  });
});

describe('links that somebody swaps in, over and over', () => {
  it('never lead a file of ours elsewhere', async () => {
    const home = await scratchFolder();
    expect(await install(home)).toMatchObject({ ok: true });
    const elsewhere = join(home, 'elsewhere');
    await writeFile(elsewhere, 'theirs\n', { mode: 0o640 });
    const flipper = `
      i=0
      while [ $i -lt 300 ]; do
        i=$((i+1))
        for file in known_hosts registration.json keys/pychron_lab-mac-01 keys/pychron_lab-mac-01.pub; do
          ln -sf ${elsewhere} flip && mv -f flip $file
          rm -f $file
        done
      done`;
    let swapping = true;
    const swapped = capture('/bin/sh', ['-c', flipper], { cwd: join(home, '.pychron') });
    void swapped.finally(() => {
      swapping = false;
    });
    let rounds = 0;
    for (; swapping; rounds += 1) {
      const installed = await install(home);
      if (!installed.ok) expect(installed.failure).toMatchObject({ kind: 'file-error' });
    }
    await swapped;
    expect(rounds).toBeGreaterThan(1);
    expect(await readFile(elsewhere, 'utf8')).toBe('theirs\n');
    expect((await stat(elsewhere)).mode & 0o777).toBe(0o640);
  });
});

describe('an ssh config that is not ours to replace', () => {
  async function homeWithConfig(): Promise<string> {
    const home = await scratchFolder();
    await mkdir(join(home, '.ssh'), { mode: 0o700 });
    await writeFile(join(home, '.ssh/config'), 'Host x\n', { mode: 0o600 });
    return home;
  }

  async function expectRefused(home: string, code: string): Promise<void> {
    const config = join(home, '.ssh/config');
    const before = await stat(config);
    const keyring = new FakeKeyring();
    const workstation = createWorkstation({ home, hostname: 'lab-mac-01', keyring });
    const { sshConfig } = await workstation.previewChanges();
    expect(sshConfig).toEqual({ kind: 'unusable', code });
    expect(await install(home)).toMatchObject({
      ok: false,
      failure: { kind: 'file-error', step: 'ssh-config', path: config, code },
    });
    const after = await stat(config);
    expect([after.ino, after.mode, after.uid]).toEqual([before.ino, before.mode, before.uid]);
    expect(await readFile(config, 'utf8')).toBe('Host x\n');
  }

  it('stays as it is when it is read-only', async () => {
    const home = await homeWithConfig();
    await chmod(join(home, '.ssh/config'), 0o444);
    await expectRefused(home, 'EACCES');
  });

  it.skipIf(process.getuid?.() !== 0)('stays as it is when it is another’s', async () => {
    const home = await homeWithConfig();
    await chown(join(home, '.ssh/config'), 65_534, 65_534);
    await expectRefused(home, 'EPERM');
  });
});
