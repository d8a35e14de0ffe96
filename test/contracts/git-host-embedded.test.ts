import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitHost } from '../../server/src/git-host/create-git-host.ts';
import { describeGitHost } from './git-host-contract.ts';

describeGitHost('embedded', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'onbench-git-host-'));
  const repositoriesDir = join(dir, 'repositories');
  const host = await createGitHost({
    kind: 'embedded',
    repositoriesDir,
    hostKeyFile: join(dir, 'host_key'),
    listenHost: '127.0.0.1',
    listenPort: 0,
    publicHost: '127.0.0.1',
  });
  const stop = async () => {
    await host.stop();
    await rm(dir, { recursive: true, force: true });
  };
  return { host, user: 'git', repositoriesDir, stop };
});
