import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { capture, stopProcess } from './child-process.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const BUILT = [join(PROJECT, 'server/dist/cli.js')];
/** From its sources, started again whenever one of them changes. */
const WATCHED = [
  join(PROJECT, 'node_modules/tsx/dist/cli.mjs'),
  'watch',
  join(PROJECT, 'server/src/cli.ts'),
];

/** The lab and the administrator that a server on our stage begins with. */
export const FIRST_LAB = 'NMGRL';
export const FIRST_ADMINISTRATOR = 'admin@nmgrl.example';

export interface EnrollmentServer {
  /** The API base URL; the approval page is `<url>/device`. */
  readonly url: string;
  /** For a later start that workstations take for the same server. */
  readonly ports: ServerPorts;
  /** The first administrator's, when this start created them: it cannot be shown again. */
  readonly password: string | null;
  /** What it has logged so far, as JSON lines. */
  readonly log: readonly string[];
  stop(): Promise<void>;
}

export interface ServerPorts {
  readonly http: number;
  readonly ssh: number;
}

export interface EnrollmentServerOptions {
  readonly dataDir: string;
  /** Any free ones unless they are named. */
  readonly ports?: ServerPorts;
  readonly env?: Readonly<Record<string, string>>;
  /** For development: runs the sources. */
  readonly watch?: boolean;
}

/** The built server in a process of its own, on loopback, with the embedded database and git host. */
export async function startEnrollmentServer({
  dataDir,
  ports = { http: 0, ssh: 0 },
  env = {},
  watch = false,
}: EnrollmentServerOptions): Promise<EnrollmentServer> {
  const environment = {
    ...process.env,
    ONBENCH_DATA_DIR: dataDir,
    ONBENCH_PORT: String(ports.http),
    ONBENCH_SSH_PORT: String(ports.ssh),
    ...env,
  };
  const password = await capture(
    process.execPath,
    [...BUILT, 'bootstrap', FIRST_LAB, FIRST_ADMINISTRATOR],
    { env: environment },
  );
  const child = spawn(process.execPath, watch ? WATCHED : BUILT, {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  const stop = () => stopProcess(child);
  try {
    const place = await Promise.race([readPlace(child.stdout, log), failure(child, child.stderr)]);
    return { ...place, password: password.trim() || null, log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Follows the log to its end; resolves at the line that says where the server listens. */
function readPlace(
  stdout: Readable,
  log: string[],
): Promise<Pick<EnrollmentServer, 'url' | 'ports'>> {
  return new Promise((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      log.push(line);
      // What watches the sources has a word of its own now and then.
      const entry = line.startsWith('{') ? JSON.parse(line) : {};
      if (entry.event !== 'listening') return;
      const { url, ssh } = entry;
      resolve({ url, ports: { http: Number(new URL(url).port), ssh: ssh.port } });
    });
  });
}

async function failure(child: ReturnType<typeof spawn>, stderr: Readable): Promise<never> {
  let words = '';
  stderr.on('data', (chunk) => {
    words += chunk;
  });
  await once(child, 'close');
  throw new Error(words.trim() || `The enrollment server ended with ${child.exitCode}.`);
}
