import { writeFileSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWorkstation } from '../../../src/main/workstation/create-workstation.ts';
import type { InstallProgress } from '../../../src/main/workstation/workstation.ts';
import type { HostKeyQuestion } from '../../../src/shared/enrollment.ts';
import { FakeKeyring } from '../../fakes/fake-keyring.ts';
import { ALIAS, credential, newKey, SSH_KEY, TOKEN_TEXT } from '../../support/enrolled.ts';
import { fileTree } from '../../support/file-tree.ts';
import { ed25519Blob } from '../../support/known-keys.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const OLD_LINE = `[repo.example]:2222 ssh-ed25519 ${ed25519Blob(2)}`;

/** Follows an installation and gives the same answer to every question. */
class RecordedProgress implements InstallProgress {
  readonly steps: string[] = [];
  readonly questions: HostKeyQuestion[] = [];
  readonly #answer: boolean | (() => Promise<boolean>);

  constructor(answer: boolean | (() => Promise<boolean>) = false) {
    this.#answer = answer;
  }

  onStep(step: string, progress: 'begun' | 'done'): void {
    if (progress === 'begun') this.steps.push(step);
  }

  async askHostKey(question: HostKeyQuestion): Promise<boolean> {
    this.questions.push(question);
    return typeof this.#answer === 'boolean' ? this.#answer : this.#answer();
  }
}

function workstationIn(home: string) {
  return createWorkstation({ home, hostname: 'lab-mac-01', keyring: new FakeKeyring() });
}

function install(home: string, progress = new RecordedProgress(), minted = credential()) {
  return workstationIn(home).install(newKey(), minted, progress);
}

describe('install', () => {
  it('writes every file with its mode and says where they are', async () => {
    const home = await scratchFolder();
    const key = newKey();
    const result = await workstationIn(home).install(key, credential(), new RecordedProgress());
    const tree = await fileTree(home);
    expect(result).toEqual({
      ok: true,
      value: {
        files: {
          privateKey: join(home, '.pychron/keys/pychron_lab-mac-01'),
          publicKey: join(home, '.pychron/keys/pychron_lab-mac-01.pub'),
          registration: join(home, '.pychron/registration.json'),
          knownHosts: join(home, '.pychron/known_hosts'),
          sshConfig: join(home, '.ssh/config'),
          databaseKey: null,
        },
        sshConfigBlock: tree['.ssh/config']?.text,
      },
    });
    expect(
      Object.fromEntries(Object.entries(tree).map(([path, { mode }]) => [path, mode])),
    ).toEqual({
      '.pychron': '700',
      '.pychron/keys': '700',
      '.pychron/keys/pychron_lab-mac-01': '600',
      '.pychron/keys/pychron_lab-mac-01.pub': '644',
      '.pychron/known_hosts': '600',
      '.pychron/registration.json': '600',
      '.ssh': '700',
      '.ssh/config': '600',
    });
    expect(tree['.pychron/keys/pychron_lab-mac-01']?.text).toBe(key.privateKey.reveal());
    expect(tree['.pychron/keys/pychron_lab-mac-01.pub']?.text).toBe(`${key.publicKeyLine}\n`);
    expect(tree['.pychron/known_hosts']?.text).toBe(`${ALIAS.known_hosts_line}\n`);
    expect(JSON.parse(tree['.pychron/registration.json']?.text ?? '')).toEqual(SSH_KEY);
    expect(tree['.ssh/config']?.text).toContain('Host pychron-NMGRL\n    HostName repo.example\n');
    expect(JSON.stringify(tree)).not.toContain(TOKEN_TEXT);
  });

  it('names its steps in the order of the design', async () => {
    const progress = new RecordedProgress();
    await install(await scratchFolder(), progress);
    expect(progress.steps).toEqual(['keys', 'known-hosts', 'ssh-config', 'registration']);
    expect(progress.questions).toEqual([]);
  });

  it('leaves ssh alone when the server names no alias', async () => {
    const home = await scratchFolder();
    const progress = new RecordedProgress();
    const result = await install(home, progress, credential({ ssh_host_alias: null }));
    expect(result).toMatchObject({
      ok: true,
      value: { files: { knownHosts: null, sshConfig: null }, sshConfigBlock: null },
    });
    expect(progress.steps).toEqual(['keys', 'registration']);
    expect((await readdir(home)).sort()).toEqual(['.pychron']);
  });

  it('keeps the key of a database account in a file of its own and nowhere else', async () => {
    const home = await scratchFolder();
    const database_iam = { service_account_key_json: '{"private_key":"canary"}' };
    const careless = { ...SSH_KEY, database_iam, nested: [{ ...database_iam, z: 1 }] };
    const minted = credential({ database_iam, ssh_key: careless });
    const path = '.pychron/keys/cloudsql_NMGRL.json';
    expect(await install(home, new RecordedProgress(), minted)).toMatchObject({
      ok: true,
      value: { files: { databaseKey: join(home, path) } },
    });
    const { [path]: keyFile, ...others } = await fileTree(home);
    expect(keyFile).toMatchObject({ mode: '600', text: '{"private_key":"canary"}' });
    expect(JSON.stringify(others)).not.toContain('canary');
    expect(JSON.parse(others['.pychron/registration.json']?.text ?? '').nested).toEqual([{ z: 1 }]);
  });

  it('replaces key and registration at a second enrollment and leaves the rest byte for byte', async () => {
    const home = await scratchFolder();
    await install(home);
    const before = await fileTree(home);
    await install(home);
    const after = await fileTree(home);
    const changed = Object.keys(after).filter((path) => after[path]?.text !== before[path]?.text);
    expect(changed).toEqual([
      '.pychron/keys/pychron_lab-mac-01',
      '.pychron/keys/pychron_lab-mac-01.pub',
    ]);
  });

  it('takes from others what they may do in our folders, and nothing else', async () => {
    const home = await scratchFolder();
    for (const folder of ['.ssh', '.pychron', '.pychron/keys']) {
      await mkdir(join(home, folder));
      await chmod(join(home, folder), 0o775);
    }
    await install(home);
    const modes = await Promise.all(
      ['.ssh', '.pychron', '.pychron/keys'].map(async (folder) => {
        return ((await stat(join(home, folder))).mode & 0o777).toString(8);
      }),
    );
    expect(modes).toEqual(['775', '755', '700']);
  });

  it('keeps a linked ssh config a link and replaces the file at its end', async () => {
    const home = await scratchFolder();
    await mkdir(join(home, '.ssh'));
    await mkdir(join(home, 'dotfiles'));
    await writeFile(join(home, 'dotfiles/ssh_config'), 'Host x\n');
    await symlink('dotfiles/ssh_config', join(home, 'middle'));
    await symlink('../middle', join(home, '.ssh/config'));
    expect(await install(home)).toMatchObject({ ok: true });
    expect((await lstat(join(home, '.ssh/config'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(home, 'dotfiles/ssh_config'), 'utf8')).toMatch(
      /^# BEGIN.*\nHost x\n$/s,
    );
    expect(await readdir(join(home, 'dotfiles'))).toEqual(['ssh_config']);
  });

  it('writes the file that a dangling link names', async () => {
    const home = await scratchFolder();
    await mkdir(join(home, '.ssh'));
    await symlink(join(home, 'later'), join(home, '.ssh/config'));
    expect(await install(home)).toMatchObject({ ok: true });
    expect(await readFile(join(home, 'later'), 'utf8')).toMatch(/^# BEGIN/);
  });
});

describe('install, asked about a changed host key', () => {
  async function homeWithOldKey(): Promise<string> {
    const home = await scratchFolder();
    await mkdir(join(home, '.pychron'), { mode: 0o700 });
    await writeFile(join(home, '.pychron/known_hosts'), `# mine\n${OLD_LINE}\n`);
    return home;
  }

  it('asks with both fingerprints and replaces the line on yes', async () => {
    const home = await homeWithOldKey();
    const progress = new RecordedProgress(true);
    expect(await install(home, progress)).toMatchObject({ ok: true });
    expect(progress.questions).toEqual([
      {
        host: 'repo.example',
        knownFingerprint: expect.stringMatching(/^SHA256:/),
        offeredFingerprint: expect.stringMatching(/^SHA256:/),
      },
    ]);
    expect(progress.questions[0]?.knownFingerprint).not.toBe(
      progress.questions[0]?.offeredFingerprint,
    );
    expect(await readFile(join(home, '.pychron/known_hosts'), 'utf8')).toBe(
      `# mine\n${ALIAS.known_hosts_line}\n`,
    );
  });

  it('changes nothing at all on no', async () => {
    const home = await homeWithOldKey();
    const before = await fileTree(home);
    const progress = new RecordedProgress(false);
    expect(await install(home, progress)).toEqual({
      ok: false,
      failure: { kind: 'host-key-refused', host: 'repo.example' },
    });
    expect(progress.steps).toEqual(['keys', 'known-hosts']);
    expect(await fileTree(home)).toEqual(before);
  });

  it('keeps what others wrote to both files while it waited for the answer', async () => {
    const home = await homeWithOldKey();
    const progress = new RecordedProgress(async () => {
      await writeFile(join(home, '.pychron/known_hosts'), `# newer\n${OLD_LINE}\n`);
      return true;
    });
    expect(await install(home, progress)).toMatchObject({ ok: true });
    expect(progress.questions).toHaveLength(1);
    expect(await readFile(join(home, '.pychron/known_hosts'), 'utf8')).toBe(
      `# newer\n${ALIAS.known_hosts_line}\n`,
    );
  });
});

describe('install that fails', () => {
  /** Prepares a home, then expects the failure and a home that is as it was. */
  async function expectUntouched(
    prepare: (home: string) => Promise<unknown>,
    failure: Record<string, unknown>,
  ): Promise<void> {
    const home = await scratchFolder();
    await mkdir(join(home, '.ssh'));
    await prepare(home);
    const before = await fileTree(home);
    const result = await install(home);
    expect(result).toMatchObject({ ok: false, failure });
    expect(await fileTree(home)).toEqual(before);
  }

  it('names the line of a damaged marker', () =>
    expectUntouched(
      (home) =>
        writeFile(join(home, '.ssh/config'), 'Host x\n# BEGIN pychron-cloud:pychron-NMGRL\n'),
      { kind: 'ssh-config-conflict', problem: 'damaged-markers', line: 2 },
    ));

  it('names the line of an alias that the user defined', () =>
    expectUntouched((home) => writeFile(join(home, '.ssh/config'), '\nHost pychron-NMGRL\n'), {
      kind: 'ssh-config-conflict',
      problem: 'alias-defined-elsewhere',
      line: 2,
    }));

  it('refuses a config that is a folder', () =>
    expectUntouched((home) => mkdir(join(home, '.ssh/config')), {
      kind: 'ssh-config-conflict',
      problem: 'not-a-file',
    }));

  it('refuses links that go round', () =>
    expectUntouched((home) => symlink('config', join(home, '.ssh/config')), {
      kind: 'file-error',
      step: 'ssh-config',
      code: 'ELOOP',
    }));

  it('refuses a known_hosts that is a link', () =>
    expectUntouched(
      async (home) => {
        await mkdir(join(home, '.pychron'), { mode: 0o700 });
        await writeFile(join(home, 'elsewhere'), 'kept\n');
        await symlink('../elsewhere', join(home, '.pychron/known_hosts'));
      },
      { kind: 'file-error', step: 'known-hosts', code: 'ELOOP' },
    ));

  it.each([
    ['keys', '.pychron/keys/pychron_lab-mac-01.pub'],
    ['registration', '.pychron/registration.json'],
  ])('finds a folder in the way of %s before it moves anything', async (step, path) => {
    const prepare = async (home: string) => {
      await mkdir(join(home, path), { recursive: true, mode: 0o700 });
      for (const folder of ['.pychron', '.pychron/keys']) {
        await mkdir(join(home, folder), { recursive: true });
        await chmod(join(home, folder), 0o700);
      }
    };
    await expectUntouched(prepare, { kind: 'file-error', step, code: 'EISDIR' });
  });

  it('says which folder is a file', () =>
    expectUntouched((home) => writeFile(join(home, '.pychron'), ''), {
      kind: 'file-error',
      step: 'keys',
      code: 'ENOTDIR',
    }));

  it.each(['a\nProxyCommand x', 'a\u2028b', 'a\x24{HOME}b'])(
    'stops at a home called %j, which ssh cannot be told of',
    async (name) => {
      const home = join(await scratchFolder(), name);
      await mkdir(home);
      expect(await install(home)).toMatchObject({
        ok: false,
        failure: { kind: 'file-error', step: 'ssh-config', code: 'EINVAL' },
      });
      expect(await readdir(home)).toEqual([]);
    },
  );

  it('finds out that the config was damaged meanwhile, before it moves anything', async () => {
    const home = await scratchFolder();
    await mkdir(join(home, '.ssh'));
    const config = join(home, '.ssh/config');
    const progress = new RecordedProgress();
    progress.onStep = (step) => {
      if (step === 'registration') writeFileSync(config, '# END pychron-cloud:pychron-NMGRL\n');
    };
    expect(await install(home, progress)).toMatchObject({
      ok: false,
      failure: { kind: 'ssh-config-conflict', problem: 'damaged-markers', line: 1 },
    });
    expect((await readdir(home, { recursive: true })).sort()).toEqual(['.ssh', '.ssh/config']);
  });
});

describe('createKey', () => {
  it('makes a new pair each time and writes nothing', async () => {
    const home = await scratchFolder();
    const [first, second] = [
      await workstationIn(home).createKey(),
      await workstationIn(home).createKey(),
    ];
    expect(first.ok && first.value.publicKeyLine).toMatch(
      /^ssh-ed25519 AAAA\S+ pychron-lab-mac-01$/,
    );
    expect(first.ok && first.value.fingerprint).not.toBe(second.ok && second.value.fingerprint);
    expect(JSON.stringify(first)).not.toContain('PRIVATE');
    expect(await readdir(home)).toEqual([]);
  });

  it.each(['.pychron', '.ssh'])('says beforehand that %s cannot be a folder', async (name) => {
    const home = await scratchFolder();
    await writeFile(join(home, name), '');
    expect(await workstationIn(home).createKey()).toMatchObject({
      ok: false,
      failure: { kind: 'file-error', step: 'new-key', code: 'ENOTDIR' },
    });
  });
});
