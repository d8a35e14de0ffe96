import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createGitHost } from '../../server/src/git-host/create-git-host.ts';
import { bundleGitServe } from '../support/bundle-git-serve.ts';
import { describeWithOwnMounts } from '../support/describe-with-own-mounts.ts';
import { startSshd } from '../support/sshd.ts';
import { describeGitHost } from './git-host-contract.ts';

describeWithOwnMounts('authorized-keys', () => {
  describeGitHost('behind a real sshd', async () => {
    const { dir, account, port, authorizedKeysFile, hostPublicKeyFile, stop } = await startSshd();
    // A space and more in the path: the quoting has to hold in the account's real shell.
    const repositoriesDir = join(account.home, 'git $(id) `id` ; repositories');
    await mkdir(repositoriesDir);
    await chown(repositoriesDir, account.uid, account.gid);
    const gitServe = await bundleGitServe(dir);
    const host = await createGitHost({
      kind: 'authorized-keys',
      repositoriesDir,
      authorizedKeysFile,
      sshHost: '127.0.0.1',
      sshPort: port,
      hostKeyFile: hostPublicKeyFile,
      gitServeCommand: `${process.execPath} ${gitServe}`,
    });
    return { host, user: account.name, repositoriesDir, stop };
  });
});
