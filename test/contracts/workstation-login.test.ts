import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capture, run } from '../../scripts/stage/child-process.ts';
import { createWorkstation } from '../../src/main/workstation/create-workstation.ts';
import { createRunSsh } from '../../src/main/workstation/run-ssh.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { describeWithOwnMounts } from '../support/describe-with-own-mounts.ts';
import { credential } from '../support/enrolled.ts';
import { ed25519Blob, HOST_KEY } from '../support/known-keys.ts';
import { inNamespaceWithPasswd, passwdLine } from '../support/passwd-namespace.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { startSshd, type TestSshd } from '../support/sshd.ts';

/** What every login ends with: no success, and not ssh's own 255 either. */
const FORCED_EXIT_CODE = 3;

let sshd: TestSshd;
/** Lets exactly this key in. */
async function authorize(publicKeyLine: string): Promise<void> {
  const { authorizedKeysFile, account } = sshd;
  await writeFile(authorizedKeysFile, `command="exit ${FORCED_EXIT_CODE}" ${publicKeyLine}\n`);
  await chown(authorizedKeysFile, account.uid, account.gid);
}

/** An alias for the real sshd, with its real host key unless another one is given. */
function aliasTo(port: number, hostKey = sshd.hostKey) {
  const known_hosts_line = `[127.0.0.1]:${port} ${hostKey}`;
  return { alias: 'pychron-NMGRL', real_host: '127.0.0.1', port, known_hosts_line };
}

async function enrolled(alias: ReturnType<typeof aliasTo> | null, runSsh = createRunSsh()) {
  // A home with everything in its name that ssh would split, expand or cut off.
  const home = join(await scratchFolder(), `Jane "50%h" O'Doe #1 é`);
  await mkdir(home);
  const keyring = new FakeKeyring();
  const workstation = createWorkstation({ home, hostname: 'lab-mac-01', keyring, runSsh });
  const key = await workstation.createKey();
  if (!key.ok) throw new Error(key.failure.code);
  const minted = credential({ ssh_host_alias: alias });
  const progress = { onStep: () => undefined, askHostKey: async () => false };
  const installed = await workstation.install(key.value, minted, progress);
  if (!installed.ok) throw new Error(JSON.stringify(installed.failure));
  await authorize(key.value.publicKeyLine);
  return {
    home,
    files: installed.value.files,
    prove: () => workstation.proveSsh(minted, installed.value.files),
  };
}

const CONFIG_PASSED = { check: 'ssh-config', outcome: 'passed', reason: null };
const LOGIN_PASSED = { check: 'ssh-login', outcome: 'passed', reason: null };

function loginFailed(reason: string) {
  return { check: 'ssh-login', outcome: 'failed', reason };
}

describeWithOwnMounts('an enrolled workstation', () => {
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());

  describe('proveSsh against a real sshd', () => {
    it('passes with the enrolled key and the pinned host key', async () => {
      const { prove } = await enrolled(aliasTo(sshd.port));
      expect(await prove()).toEqual([CONFIG_PASSED, LOGIN_PASSED]);
    });

    it('still passes after a second enrollment that failed', async () => {
      const { home, prove } = await enrolled(aliasTo(sshd.port));
      const config = join(home, '.ssh/config');
      await writeFile(config, `${await readFile(config, 'utf8')}# BEGIN pychron-cloud:x\n`);
      const keyring = new FakeKeyring();
      const again = createWorkstation({ home, hostname: 'lab-mac-01', keyring });
      const key = await again.createKey();
      if (!key.ok) throw new Error(key.failure.code);
      const progress = { onStep: () => undefined, askHostKey: async () => false };
      const minted = credential({ ssh_host_alias: aliasTo(sshd.port) });
      expect(await again.install(key.value, minted, progress)).toMatchObject({
        ok: false,
        failure: { kind: 'ssh-config-conflict' },
      });
      expect(await prove()).toEqual([CONFIG_PASSED, LOGIN_PASSED]);
    });

    it('gives key-refused when the host does not know the key', async () => {
      const { prove } = await enrolled(aliasTo(sshd.port));
      await authorize(`ssh-ed25519 ${ed25519Blob(9)}`);
      expect(await prove()).toEqual([CONFIG_PASSED, loginFailed('key-refused')]);
    });

    it('gives host-key-differs for an impostor', async () => {
      const { prove } = await enrolled(aliasTo(sshd.port, HOST_KEY));
      expect(await prove()).toEqual([CONFIG_PASSED, loginFailed('host-key-differs')]);
    });

    it('takes no impostor, whatever the user’s own options allow', async () => {
      const { home, prove } = await enrolled(aliasTo(sshd.port, HOST_KEY));
      const config = join(home, '.ssh/config');
      const lax = 'Host *\n  StrictHostKeyChecking no\n  LogLevel QUIET\n  UpdateHostKeys yes\n';
      await writeFile(config, `${await readFile(config, 'utf8')}${lax}`);
      const before = await readFile(join(home, '.pychron/known_hosts'), 'utf8');
      expect(await prove()).toEqual([CONFIG_PASSED, loginFailed('host-key-differs')]);
      expect(await readFile(join(home, '.pychron/known_hosts'), 'utf8')).toBe(before);
    });

    it('gives host-key-differs when the pin is gone', async () => {
      const { home, prove } = await enrolled(aliasTo(sshd.port));
      await writeFile(join(home, '.pychron/known_hosts'), '');
      expect(await prove()).toEqual([CONFIG_PASSED, loginFailed('host-key-differs')]);
    });

    it('gives host-unreachable where nothing listens', async () => {
      const { prove } = await enrolled(aliasTo(1));
      expect(await prove()).toEqual([CONFIG_PASSED, loginFailed('host-unreachable')]);
    });

    it('ends a login that a ProxyCommand holds up, within its limit', async () => {
      const { home, prove } = await enrolled(aliasTo(sshd.port), createRunSsh('ssh', 1_000));
      const config = join(home, '.ssh/config');
      await writeFile(config, `${await readFile(config, 'utf8')}Host *\n  ProxyCommand sleep 30\n`);
      expect(await prove()).toEqual([CONFIG_PASSED, loginFailed('host-unreachable')]);
    });

    it('is skipped by name without an ssh client or an alias', async () => {
      const without = await enrolled(aliasTo(sshd.port), createRunSsh('no-such-ssh-client'));
      expect((await without.prove()).map(({ reason }) => reason)).toEqual([
        'no-ssh-client',
        'no-ssh-client',
      ]);
      const noAlias = await enrolled(null);
      expect(await noAlias.prove()).toEqual([
        { check: 'ssh-config', outcome: 'skipped', reason: 'no-ssh-alias' },
        { check: 'ssh-login', outcome: 'skipped', reason: 'no-ssh-alias' },
      ]);
    });
  });

  describe('a plain ssh after an enrollment', () => {
    it('logs in by the alias alone, from the home of the password database', async () => {
      const { home } = await enrolled(aliasTo(sshd.port));
      const passwd = join(await scratchFolder(), 'passwd');
      await writeFile(passwd, passwdLine('me', home));
      const [command, ...args] = inNamespaceWithPasswd(passwd, [
        'ssh',
        '-o',
        'BatchMode=yes',
        'pychron-NMGRL',
      ]);
      expect(await run(command, args)).toMatchObject({ code: FORCED_EXIT_CODE });
    });
  });

  describe('known_hosts, as ssh-keygen reads it', () => {
    it('holds the host under the name that ssh looks up', async () => {
      const { files } = await enrolled(aliasTo(sshd.port));
      const name = `[127.0.0.1]:${sshd.port}`;
      const found = await capture('ssh-keygen', ['-F', name, '-f', String(files.knownHosts)]);
      expect(found).toContain(`${name} ${sshd.hostKey}`);
    });
  });
});
