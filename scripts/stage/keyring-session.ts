import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { unlockKeyring } from './plain-secret-service.ts';

/** A real gnome-keyring of its own: own bus, own home, unlocked, with nothing in it. */
export interface KeyringSession {
  /** What a process needs to use this keyring: merge it into its environment. */
  readonly env: Record<string, string>;
  /** The process that keeps the secrets, for tests that stop or kill it. */
  readonly daemonPid: number;
  /** Locks the collection, as a screen lock may. Without a display no program can have it unlocked by a person. */
  lock(): Promise<void>;
  /** Unlocks it, as a person does who knows the password. */
  unlock(): Promise<void>;
  /** Starts the daemon again after it was killed; the secrets are those that it had saved. */
  restart(): Promise<void>;
  /** Ends its processes and removes its folder. May be repeated. */
  stop(): Promise<void>;
}

const START_LIMIT_MS = 15_000;

/** gnome-keyring takes it as it reads it, line end included. */
const PASSWORD = 'onbench\n';

const COLLECTION = '/org/freedesktop/secrets/collection/login';

/** No service folders: a killed keyring stays dead, and no prompt or portal starts by itself. */
const busConfig = (socket: string) => `<!DOCTYPE busconfig PUBLIC
  "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/**
 * A shell owns both daemons: each line on its input starts the keyring, and the end of its input ends all. That happens when `stop` closes it and also when our process
 * dies in whatever way, so nothing is ever left behind.
 */
const SUPERVISOR = `
cd "$SESSION_FOLDER" || exit 1
dbus-daemon --config-file=bus.conf --nofork --nopidfile >/dev/null &
bus=$!
while [ ! -S bus ] && kill -0 $bus; do sleep 0.02; done
while read -r _; do
  printf 'onbench\\n' | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null &
  keyring=$!
  echo $keyring
done
kill -CONT $keyring
kill $keyring $bus
wait
cd /
rm -rf "$SESSION_FOLDER"
`;

/** Starts one. Needs Debian's gnome-keyring and dbus packages. */
export async function startKeyringSession(): Promise<KeyringSession> {
  const folder = await mkdtemp(join(tmpdir(), 'onbench-keyring-'));
  const socket = join(folder, 'bus');
  await writeFile(join(folder, 'bus.conf'), busConfig(socket));
  const env = {
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}`,
  };
  const supervisor = spawn('/bin/sh', ['-c', SUPERVISOR], {
    // Its own process group, so that Ctrl-C in a terminal reaches us first and it can clean up after us.
    detached: true,
    env: { PATH: process.env.PATH, ...env, SESSION_FOLDER: folder },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const started = createInterface(supervisor.stdout)[Symbol.asyncIterator]();
  let daemonPid = 0;
  const restart = async () => {
    supervisor.stdin.write('\n');
    daemonPid = Number.parseInt((await started.next()).value ?? '', 10);
    if (Number.isNaN(daemonPid)) throw new Error('the supervising shell ended at once');
    await untilUnlocked(env);
  };
  const stop = () => end(supervisor);
  try {
    await restart();
  } catch (cause) {
    await stop();
    throw new Error('The keyring session did not start', { cause });
  }
  return {
    env,
    get daemonPid() {
      return daemonPid;
    },
    lock: () => lock(env),
    unlock: () => unlockKeyring(env.DBUS_SESSION_BUS_ADDRESS, COLLECTION, PASSWORD),
    restart,
    stop,
  };
}

type Supervisor = ChildProcessByStdio<Writable, Readable, null>;

async function untilUnlocked(env: Record<string, string>): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    try {
      return await callSecretService(env, 'ReadAlias', 'string:default', COLLECTION);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

async function lock(env: Record<string, string>): Promise<void> {
  await callSecretService(env, 'Lock', `array:objpath:${COLLECTION}`, COLLECTION);
}

/** Calls the freedesktop secret service and checks that its answer names what it should. */
async function callSecretService(
  env: Record<string, string>,
  method: string,
  argument: string,
  expected: string,
): Promise<void> {
  const member = `org.freedesktop.Secret.Service.${method}`;
  const destination = ['--session', '--print-reply', '--dest=org.freedesktop.secrets'];
  const { stdout } = await promisify(execFile)(
    'dbus-send',
    [...destination, '/org/freedesktop/secrets', member, argument],
    { env: { ...process.env, ...env } },
  );
  if (!stdout.includes(expected)) throw new Error(`${method} answered ${stdout}`);
}

async function end(supervisor: Supervisor): Promise<void> {
  if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
  const ended = once(supervisor, 'exit');
  supervisor.stdin.end();
  await ended;
}
