import { chmod, chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { capture, run } from '../../scripts/stage/child-process.ts';
import { createGitHost } from '../../server/src/git-host/create-git-host.ts';
import type { GitHost } from '../../server/src/git-host/git-host.ts';
import { describeWithOwnMounts } from '../support/describe-with-own-mounts.ts';
import { type ClientKey, createClientKey } from '../support/ssh-client.ts';
import { startSshd, type TestSshd } from '../support/sshd.ts';

const { gid: groupOfOurs } = userInfo();

const FOREIGN = '# kept by hand\nssh-ed25519 AAAA not-a-key\r\n\xff\xfe';

describeWithOwnMounts('the authorized_keys file of an account', () => {
  let sshd: TestSshd;
  let host: GitHost;
  let key: ClientKey;

  beforeEach(async () => {
    sshd = await startSshd();
    const repositoriesDir = join(sshd.account.home, 'repositories');
    await mkdir(repositoriesDir);
    await chown(repositoriesDir, sshd.account.uid, sshd.account.gid);
    key = await createClientKey(sshd.dir, 'client', 'NMGRL');
    host = await createGitHost({
      kind: 'authorized-keys',
      repositoriesDir,
      authorizedKeysFile: sshd.authorizedKeysFile,
      sshHost: 'repo.example',
      sshPort: sshd.port,
      hostKeyFile: sshd.hostPublicKeyFile,
      gitServeCommand: '/usr/bin/false',
    });
  });

  afterEach(() => sshd.stop());

  it('belongs to the account, privately, when it is made', async () => {
    await host.addKey(key);
    const { uid, gid, mode } = await stat(sshd.authorizedKeysFile);
    const { uid: expectedUid, gid: expectedGid } = sshd.account;
    expect({ uid, gid, mode: mode & 0o777 }).toEqual({
      uid: expectedUid,
      gid: expectedGid,
      mode: 0o600,
    });
  });

  it('keeps its owner, its mode and every foreign byte', async () => {
    await writeFile(sshd.authorizedKeysFile, FOREIGN, 'latin1');
    await chown(sshd.authorizedKeysFile, sshd.account.uid, groupOfOurs);
    await chmod(sshd.authorizedKeysFile, 0o640);
    await host.addKey(key);
    expect(await readFile(sshd.authorizedKeysFile, 'latin1')).toMatch(
      new RegExp(`^restrict,.*\n${FOREIGN.replaceAll('.', '\\.')}$`),
    );
    const { uid, gid, mode } = await stat(sshd.authorizedKeysFile);
    expect([uid, gid, mode & 0o777]).toEqual([sshd.account.uid, groupOfOurs, 0o640]);
    await host.removeKey(key);
    expect(await readFile(sshd.authorizedKeysFile, 'latin1')).toBe(FOREIGN);
  });

  it('holds lines that ssh-keygen reads', async () => {
    await host.addKey(key);
    const listed = await capture('ssh-keygen', ['-lf', sshd.authorizedKeysFile]);
    expect(listed).toBe(`256 ${key.fingerprint} onbench:${key.fingerprint} (ED25519)\n`);
  });

  it('loses no key of many that come at once', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `many${index}`);
    const keys = await Promise.all(names.map((name) => createClientKey(sshd.dir, name, 'NMGRL')));
    await Promise.all(keys.map((each) => host.addKey(each)));
    const listed = await capture('ssh-keygen', ['-lf', sshd.authorizedKeysFile]);
    expect(keys.filter(({ fingerprint }) => !listed.includes(fingerprint))).toEqual([]);
  });

  it("gives repositories to the account, so that the account's git can write them", async () => {
    await host.ensureRepository('NMGRL/MetaData');
    const path = join(sshd.account.home, 'repositories');
    const { stdout } = await run('find', [path, '!', '-uid', String(sshd.account.uid)]);
    expect(stdout).toBe('');
  });
});
