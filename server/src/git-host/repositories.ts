import { execFile } from 'node:child_process';
import { chown, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gitEnvironment } from './git-environment.ts';
import type { HostedRepository } from './git-host.ts';
import { locateRepository } from './locate-repository.ts';
import { parseRepositoryName, type RepositoryName } from './repository-name.ts';

const DEFAULT_BRANCH = 'main';

/** The account that git runs as. Only root can choose: then everything belongs to the owner of the repositories' folder. */
type Account = { readonly uid: number; readonly gid: number } | undefined;

/** The bare repositories below one folder, `<lab>/<name>.git`. */
export class Repositories {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Built aside and moved into place, so that a crash leaves none half made. */
  async ensure(identifier: string): Promise<void> {
    const repository = parseRepositoryName(identifier);
    if (!repository) throw new Error(`Not a repository name: ${JSON.stringify(identifier)}.`);
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    if (await locateRepository(this.#dir, repository)) return;
    const account = await this.#account();
    const labDir = join(this.#dir, repository.lab);
    await mkdir(labDir).then(() => own(labDir, account), ignoreExisting);
    // The dot keeps it apart from every lab: no lab's name begins with one.
    const staging = await mkdtemp(join(this.#dir, '.new-'));
    try {
      await own(staging, account);
      const bare = join(staging, `${repository.name}.git`);
      await createBareRepository(bare, repository, account);
      await rename(bare, join(labDir, `${repository.name}.git`)).catch(ignoreExisting);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }

  async list(lab: string): Promise<readonly HostedRepository[]> {
    const entries = await readdir(join(this.#dir, lab)).catch(ignoreAbsence);
    const found: HostedRepository[] = [];
    for (const entry of entries.toSorted()) {
      const repository = parseRepositoryName(`${lab}/${entry.replace(/\.git$/, '')}`);
      const path = repository && (await locateRepository(this.#dir, repository));
      if (repository && path) {
        found.push({
          identifier: `${lab}/${repository.name}`,
          defaultBranch: await git(['--git-dir', path, 'symbolic-ref', '--short', 'HEAD']),
          httpsUrl: '',
          description: '',
        });
      }
    }
    return found;
  }

  async #account(): Promise<Account> {
    if (process.getuid?.() !== 0) return undefined;
    const { uid, gid } = await stat(this.#dir);
    return { uid, gid };
  }
}

/** The first commit is ours, so that a clone has the branch that the API names, with every version of git. */
async function createBareRepository(
  path: string,
  { lab, name }: RepositoryName,
  account: Account,
): Promise<void> {
  await git(['init', '--quiet', '--bare', '--template=', '-b', DEFAULT_BRANCH, path], { account });
  const readme = `# ${name}\n\nA repository of ${lab}.\n`;
  const firstCommit = [
    `commit refs/heads/${DEFAULT_BRANCH}`,
    'committer Onbench <onbench@localhost> now',
    'data <<END\nBegin the repository\nEND',
    `M 100644 inline README.md\ndata <<END\n${readme}END`,
    'done\n',
  ].join('\n');
  const args = ['--git-dir', path, 'fast-import', '--quiet', '--done', '--date-format=now'];
  await git(args, { account, stdin: firstCommit });
}

async function git(
  args: readonly string[],
  { account, stdin }: { account?: Account; stdin?: string } = {},
): Promise<string> {
  const running = promisify(execFile)('git', args, { env: gitEnvironment(), ...account });
  running.child.stdin?.end(stdin);
  return (await running).stdout.trim();
}

async function own(path: string, account: Account): Promise<void> {
  if (account) await chown(path, account.uid, account.gid);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST' && error.code !== 'ENOTEMPTY') throw error;
}

function ignoreAbsence(error: NodeJS.ErrnoException): string[] {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
  return [];
}
