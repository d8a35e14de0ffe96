import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWorkstation } from '../../src/main/workstation/create-workstation.ts';
import { removeFromSshConfig } from '../../src/main/workstation/remove-from-ssh-config.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { credential, newKey } from '../support/enrolled.ts';
import { HOST_KEY } from '../support/known-keys.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { effectiveForAll } from '../support/unrelated-hosts.ts';

const SILENT = { onStep: () => undefined, askHostKey: async () => false };

/** Nothing listens there, so the login fails at once and only the config is proved. */
const ALIAS = {
  alias: 'pychron-NMGRL',
  real_host: '127.0.0.1',
  port: 1,
  known_hosts_line: `[127.0.0.1]:1 ${HOST_KEY}`,
};
const CREDENTIAL = credential({ ssh_host_alias: ALIAS });

const CONFIGS: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['unscoped lines', 'User me\nPort 2200\nServerAliveInterval 7\nHost work\n  User you\n'],
  ['CRLF', 'User me\r\nHost lab-*\r\n  Port 23\r\nHost *\r\n  ForwardAgent yes\r\n'],
  ['a general host', 'Host x a.b.c\n  Port 3\nHost *\n  User me\n  ProxyCommand nc %h %p\n'],
  [
    'matches',
    'Match host x\n  User a\nMatch originalhost lab-1 user git\n  Port 9\nMatch all\n  Port 4\n',
  ],
  [
    'unscoped lines and no final newline',
    '# caf\xe9\nIdentityFile "/my keys/id"\nHost *\n  User z',
  ],
  ['negation', 'Host * !github.com\n  User me\nHost UPPER\n  HostName lower\n'],
];

async function homeWith(config: string, name = 'home'): Promise<string> {
  const home = join(await scratchFolder(), name);
  await mkdir(join(home, '.ssh'), { recursive: true, mode: 0o700 });
  await writeFile(join(home, '.ssh/config'), Buffer.from(config, 'latin1'), { mode: 0o600 });
  return home;
}

async function enroll(home: string, minted = CREDENTIAL) {
  const workstation = createWorkstation({
    home,
    hostname: 'lab-mac-01',
    keyring: new FakeKeyring(),
  });
  const installed = await workstation.install(newKey(), minted, SILENT);
  if (!installed.ok) throw new Error(JSON.stringify(installed.failure));
  return { workstation, files: installed.value.files };
}

describe('an enrollment, as ssh -G sees it', () => {
  it.each(CONFIGS)('changes nothing for 20 other hosts beside %s', async (_, config) => {
    const home = await homeWith(config);
    const before = await effectiveForAll(join(home, '.ssh/config'));
    const { workstation, files } = await enroll(home);
    expect(await effectiveForAll(join(home, '.ssh/config'))).toEqual(before);

    const proofs = await workstation.proveSsh(CREDENTIAL, files);
    expect(proofs[0]).toEqual({ check: 'ssh-config', outcome: 'passed', reason: null });

    const second = { ...ALIAS, alias: 'pychron-SECOND' };
    await enroll(home, credential({ ssh_host_alias: second }));
    expect(await effectiveForAll(join(home, '.ssh/config'))).toEqual(before);

    const text = await readFile(join(home, '.ssh/config'), 'latin1');
    const removed = removeFromSshConfig(text, 'pychron-NMGRL');
    await writeFile(join(home, '.ssh/config'), Buffer.from(removed, 'latin1'));
    expect(await effectiveForAll(join(home, '.ssh/config'))).toEqual(before);
    expect(removeFromSshConfig(removed, 'pychron-SECOND')).toBe(config);
  });

  it.each(CONFIGS)('is shown beforehand as it is written, beside %s', async (_, config) => {
    const home = await homeWith(config);
    const keyring = new FakeKeyring();
    const workstation = createWorkstation({ home, hostname: 'lab-mac-01', keyring });
    const { sshConfig } = await workstation.previewChanges();
    if (sshConfig.kind !== 'block') throw new Error(sshConfig.kind);
    await enroll(home);
    const filledIn = sshConfig.block
      .replaceAll('<lab>', 'NMGRL')
      .replace('<git host>', ALIAS.real_host)
      .replace('<port>', String(ALIAS.port));
    expect(await readFile(join(home, '.ssh/config'), 'latin1')).toBe(`${filledIn}${config}`);
  });

  it.each([
    'Jane Doe',
    "O'Brien",
    'a"quote',
    '50%h',
    '#1',
    'back\\slash',
    'José',
    '実験',
    'a=b',
    '$HOME',
    '~',
    '*',
  ])('is effective in a home called %s', async (name) => {
    const { workstation, files } = await enroll(await homeWith('', name));
    expect(await workstation.proveSsh(CREDENTIAL, files)).toEqual([
      { check: 'ssh-config', outcome: 'passed', reason: null },
      { check: 'ssh-login', outcome: 'failed', reason: 'host-unreachable' },
    ]);
  });

  it('names the option that an edit above the block decides', async () => {
    const home = await homeWith('');
    const { workstation, files } = await enroll(home);
    const path = join(home, '.ssh/config');
    await writeFile(path, `Host *\n  User me\n  Port 99\n${await readFile(path, 'utf8')}`);
    expect(await workstation.proveSsh(CREDENTIAL, files)).toEqual([
      { check: 'ssh-config', outcome: 'failed', reason: 'overridden', options: ['Port', 'User'] },
      { check: 'ssh-login', outcome: 'skipped', reason: 'overridden' },
    ]);
    await enroll(home);
    expect((await workstation.proveSsh(CREDENTIAL, files))[0]?.outcome).toBe('passed');
  });

  it('fails, and says so, on a config that ssh refuses to read', async () => {
    const home = await homeWith('Host x\n  NoSuchOption 1\n');
    const { workstation, files } = await enroll(home);
    expect(await workstation.proveSsh(CREDENTIAL, files)).toMatchObject([
      { check: 'ssh-config', outcome: 'failed' },
      { check: 'ssh-login', outcome: 'skipped' },
    ]);
  });
});
