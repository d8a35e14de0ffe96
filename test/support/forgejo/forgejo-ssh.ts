import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitHost } from '../../../server/src/git-host/create-git-host.ts';
import { SshServer } from '../../../server/src/git-host/embedded/ssh-server.ts';
import type { GitHost } from '../../../server/src/git-host/git-host.ts';
import { loadHostKey } from '../../../server/src/git-host/host-key.ts';
import { Repositories } from '../../../server/src/git-host/repositories.ts';
import { FORGEJO_TOKEN, StandInForgejo } from './stand-in-forgejo.ts';

export interface ForgejoWithSsh {
  readonly forgejo: StandInForgejo;
  readonly host: GitHost;
  readonly repositoriesDir: string;
  stop(): Promise<void>;
}

/**
 * A stand-in whose SSH is real and lets in whom its accounts, keys and teams say: what the adapter's calls have made
 * of them is judged by a login.
 */
export async function startForgejoWithSsh(): Promise<ForgejoWithSsh> {
  const dir = await mkdtemp(join(tmpdir(), 'onbench-forgejo-'));
  const repositoriesDir = join(dir, 'repositories');
  const repositories = new Repositories(repositoriesDir);
  const forgejo = await StandInForgejo.start();
  forgejo.onAnswered = async (operation) => {
    if (operation !== 'POST /orgs/{org}/repos') return;
    for (const name of forgejo.state.repositories.keys()) await repositories.ensure(name);
  };
  const hostKey = await loadHostKey(join(dir, 'host-key'));
  const labOf = (fingerprint: string) => forgejo.state.labOf(fingerprint);
  const ssh = new SshServer(hostKey, { labOf, repositoriesDir });
  const sshPort = await ssh.listen('127.0.0.1', 0);
  const hostKeyFile = join(dir, 'host-key.pub');
  const tokenFile = join(dir, 'token');
  await writeFile(hostKeyFile, `${hostKey.publicKeyLine}\n`);
  await writeFile(tokenFile, `${FORGEJO_TOKEN}\n`);
  const host = await createGitHost({
    kind: 'forgejo',
    url: forgejo.url,
    tokenFile,
    hostKeyFile,
    sshHost: '127.0.0.1',
    sshPort,
  });
  return {
    forgejo,
    host,
    repositoriesDir,
    stop: async () => {
      await Promise.all([ssh.stop(1_000), forgejo.stop()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
