import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { capture, stopProcess } from './child-process.ts';

const SERVER = resolve(import.meta.dirname, '../../server/dist/cli.js');

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
}

/** The built server in a process of its own, on loopback, with the embedded database and git host. */
export async function startEnrollmentServer({
  dataDir,
  ports = { http: 0, ssh: 0 },
  env = {},
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
    [SERVER, 'bootstrap', FIRST_LAB, FIRST_ADMINISTRATOR],
    { env: environment },
  );
  const child = spawn(process.execPath, [SERVER], {
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
      const entry = JSON.parse(line);
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
