import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { capture } from './child-process.ts';
import { FIRST_LAB } from './enrollment-server.ts';

const AUTHOR = ['-c', 'user.name=Technician', '-c', 'user.email=technician@nmgrl.example'];

/**
 * Clones the lab's repository into `folder` and pushes a commit, through nothing but the files that the app wrote: `-F`
 * names the config, since ssh does not ask HOME for it. Throws unless the commit arrived.
 */
export async function cloneAndPush(folder: string, sshConfig: string): Promise<void> {
  const remote = `pychron-${FIRST_LAB}:${FIRST_LAB}/MetaData.git`;
  const git = (cwd: string, ...args: string[]) =>
    capture('git', args, {
      cwd,
      env: {
        ...process.env,
        GIT_SSH_COMMAND: `ssh -F '${sshConfig}' -o BatchMode=yes`,
        GIT_CONFIG_GLOBAL: '/dev/null',
      },
    });
  const clone = join(folder, 'clone');
  await git(folder, 'clone', '--quiet', remote, clone);
  const words = `Pushed by a freshly enrolled workstation at ${new Date().toISOString()}.\n`;
  await writeFile(join(clone, 'first-run.txt'), words);
  await git(clone, 'add', 'first-run.txt');
  await git(clone, ...AUTHOR, 'commit', '--quiet', '-m', 'Add the first run');
  await git(clone, 'push', '--quiet', 'origin', 'HEAD:main');
  const pushed = (await git(clone, 'rev-parse', 'HEAD')).trim();
  const arrived = (await git(folder, 'ls-remote', remote, 'refs/heads/main')).split('\t')[0];
  if (arrived !== pushed) throw new Error(`Pushed ${pushed}, but the server has ${arrived}.`);
}
