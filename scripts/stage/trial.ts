import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ELECTRON_FLAGS, electronExecutable, PROJECT } from './desktop-app.ts';
import {
  type EnrollmentServer,
  FIRST_ADMINISTRATOR,
  startEnrollmentServer,
} from './enrollment-server.ts';
import { startKeyringSession } from './keyring-session.ts';

/** The app's name for its keyring entries in a trial (src/main/index.ts). */
const TRIAL_KEYRING_SERVICE = 'pychron.cloud (trial)';

/** The same at each start, so that what an earlier trial enrolled goes on working. */
const PORTS = { http: 8440, ssh: 8422 };

/** Everything of a trial is in this one folder, so that forgetting it is one step. */
function trialFolder(): string {
  return join(userDataFolder(), 'onbench-trial');
}

/** Where programs keep a person's data, by the convention of each system. */
function userDataFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support');
  if (process.platform === 'win32') {
    return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData/Local');
  }
  return process.env.XDG_DATA_HOME || join(homedir(), '.local/share');
}

/** Server and app until the window is closed or Ctrl-C is pressed. Gives the exit code. */
export function runTrial(): Promise<number> {
  return runOnTrialStage({ watch: false }, (args, env) =>
    runApp(electronExecutable(), [PROJECT, ...ELECTRON_FLAGS, ...args], env),
  );
}

/** The same with everything from its sources: a change reloads the window or starts main or the server again. */
export function runDevelopment(): Promise<number> {
  const electronVite = join(PROJECT, 'node_modules/electron-vite/bin/electron-vite.js');
  return runOnTrialStage({ watch: true }, (args, env) =>
    runApp(
      process.execPath,
      [electronVite, 'dev', '--watch', '--', ...ELECTRON_FLAGS, ...args],
      env,
    ),
  );
}

async function runOnTrialStage(
  { watch }: { watch: boolean },
  run: (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<number>,
): Promise<number> {
  const folder = trialFolder();
  const dataDir = join(folder, 'server');
  console.log('Starting the enrollment server; the first time it makes its database …');
  const server = await startEnrollmentServer({ dataDir, ports: PORTS, watch });
  try {
    announce(server, folder);
    const keyring = await startScratchKeyring();
    try {
      return await run(['--trial-home', join(folder, 'home'), '--api-base-url', server.url], {
        ...process.env,
        ...keyring.env,
      });
    } finally {
      await keyring.stop();
    }
  } finally {
    await server.stop();
  }
}

/** On Linux a keyring that lives as long as the trial; elsewhere the system's own, under the trial's service name. */
async function startScratchKeyring() {
  if (process.platform === 'linux' && existsSync('/usr/bin/gnome-keyring-daemon')) {
    return startKeyringSession();
  }
  return { env: {}, stop: async () => {} };
}

function announce(server: EnrollmentServer, folder: string): void {
  console.log(`
This is a trial. It keeps everything in ${folder};
your own ~/.ssh, ~/.pychron and keyring entries stay as they are.

  Approval page   ${server.url}/device
  Sign in as      ${FIRST_ADMINISTRATOR}
  Password        ${server.password ?? 'the one shown at the first start (forgotten: npm start -- --clean)'}

Close the window or press Ctrl-C to end it.
`);
}

/** The app alone, for a server that exists. */
export function runOnRealHome(apiBaseUrl: string): Promise<number> {
  const args = [PROJECT, ...ELECTRON_FLAGS, '--api-base-url', apiBaseUrl];
  return runApp(electronExecutable(), args, process.env);
}

async function runApp(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const app = spawn(command, args, { env, stdio: 'inherit' });
  const end = () => app.kill('SIGTERM');
  process.on('SIGINT', end).on('SIGTERM', end);
  const [code, signal] = await once(app, 'exit');
  process.off('SIGINT', end).off('SIGTERM', end);
  return signal === null ? code : 0;
}

/** Deletes what the trial made: its folder, and its keyring entries where they are in the system's own keyring. */
export async function forgetTrial(): Promise<void> {
  await rm(trialFolder(), { recursive: true, force: true });
  if (process.platform !== 'linux') {
    const { default: keytar } = await import('keytar');
    for (const { account } of await keytar.findCredentials(TRIAL_KEYRING_SERVICE)) {
      await keytar.deletePassword(TRIAL_KEYRING_SERVICE, account);
    }
  }
  console.log('The trial is forgotten.');
}
