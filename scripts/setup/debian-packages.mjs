import { readFile } from 'node:fs/promises';
import { run, step } from './run.mjs';

/** What the app and the walkthrough need at run time, and what builds keytar where no prebuilt binary can be fetched. */
const RUNTIME = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libsecret-1-0',
  'libsecret-1-dev',
  'g++',
  'make',
  'python3',
  'git',
  'openssh-client',
  'dbus',
  'gnome-keyring',
  'xvfb',
  'xauth',
  'chromium',
];

/** What only the tests run against. */
const TEST_TOOLS = [
  'openssh-server',
  'openssl',
  'postgresql',
  'redis-server',
  'nginx-light',
  'python3-keyring',
  'strace',
  'zbar-tools',
];

/** The suffix that some libraries carry since Debian 13 and Ubuntu 24.04 (64-bit time_t). */
const NEW_SUFFIX = 't64';

/**
 * Installs the Debian packages that are missing, as root; as anybody else it says which one command does so.
 * On other systems there is nothing to do: what is needed comes with the system or with npm.
 *
 * @param {{ withTestTools: boolean }} options
 */
export async function installDebianPackages({ withTestTools }) {
  if (!(await isDebianLike())) return;
  const missing = await findMissing(withTestTools ? [...RUNTIME, ...TEST_TOOLS] : RUNTIME);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    throw new Error(
      'Debian packages are missing. Install them with this command, then try again:\n\n' +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}\n`,
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await step(`Debian packages: ${missing.join(' ')}`, async () => {
    await run('apt-get', ['update'], { env });
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...missing], { env });
  });
}

async function isDebianLike() {
  if (process.platform !== 'linux') return false;
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}

/** @param {readonly string[]} names */
async function findMissing(names) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query has fields of the same form
  const format = '${db:Status-Status} ${Package}\n';
  return missingFrom(await run('dpkg-query', ['-W', '-f', format]), names);
}

/**
 * @param {string} listing a line `<status> <name>` for each package that dpkg knows
 * @param {readonly string[]} names
 */
export function missingFrom(listing, names) {
  const installed = new Set(
    listing
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.slice('installed '.length)),
  );
  return names.filter((name) => !installed.has(name) && !installed.has(name + NEW_SUFFIX));
}
