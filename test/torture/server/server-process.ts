import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { POLL_PATH } from '../../../protocol/src/device-code-grant.ts';

const CLI = ['--import', 'tsx', join(import.meta.dirname, '../../../server/src/cli.ts')];
const PLENTY = '999999999';

/** Pino's number for it. */
const ERROR_LEVEL = 50;

/** Folders and settings of servers that share a database and the key of the user codes. */
export class ServerFleet {
  readonly #folder: string;
  readonly #databaseUrl: string;
  #count = 0;

  private constructor(folder: string, databaseUrl: string) {
    this.#folder = folder;
    this.#databaseUrl = databaseUrl;
  }

  static async create(databaseUrl: string): Promise<ServerFleet> {
    const folder = await mkdtemp(join(tmpdir(), 'onbench-torture-'));
    await writeFile(join(folder, 'secret'), `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    return new ServerFleet(folder, databaseUrl);
  }

  /** With settings of its own, beside those of all. */
  async start(settings: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    this.#count += 1;
    const child = spawn(process.execPath, CLI, {
      env: {
        ...process.env,
        ONBENCH_DATA_DIR: join(this.#folder, `server-${this.#count}`),
        ONBENCH_SECRET_FILE: join(this.#folder, 'secret'),
        ONBENCH_PORT: '0',
        ONBENCH_SSH_PORT: '0',
        ONBENCH_POLLS_PER_MINUTE: PLENTY,
        ONBENCH_STARTS_PER_MINUTE: PLENTY,
        ONBENCH_MAX_PENDING: PLENTY,
        ONBENCH_MAX_PENDING_PER_ADDRESS: PLENTY,
        DATABASE_URL: this.#databaseUrl,
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines: ServerLines = { events: [], errors: [] };
    return new ServerProcess(child, await urlOf(child, lines), lines);
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Of a server's log: the lines that name an event, and those that tell of an error. */
interface ServerLines {
  readonly events: string[];
  readonly errors: string[];
}

export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** One server, in a process of its own, and the connections that are kept to it. */
export class ServerProcess {
  readonly url: string;
  /** Of its log, what programs read. */
  readonly lines: ServerLines;
  readonly #child: ChildProcess;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 100 });

  constructor(child: ChildProcess, url: string, lines: ServerLines) {
    this.#child = child;
    this.url = url;
    this.lines = lines;
  }

  async poll(deviceCode: string): Promise<Reply> {
    return await this.send('POST', POLL_PATH, { device_code: deviceCode });
  }

  async isReady(): Promise<boolean> {
    const reply = await this.send('GET', '/readyz').catch(() => null);
    return reply?.status === 200;
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exited;
    this.#agent.destroy();
    return this.#child.exitCode;
  }

  send(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    json?: unknown,
    authorization = '',
  ): Promise<Reply> {
    const body = json === undefined ? '' : JSON.stringify(json);
    const headers = {
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(authorization !== '' && { authorization }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(this.url + path, { method, headers, agent: this.#agent }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

/** Follows the log until it says where the server listens, and goes on noting events. */
async function urlOf(child: ChildProcess, { events, errors }: ServerLines): Promise<string> {
  if (!child.stdout) throw new Error('A server without output');
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const entry = JSON.parse(line);
      if (entry.event) events.push(line);
      if (entry.level >= ERROR_LEVEL) errors.push(line);
      if (entry.event === 'listening') resolve(entry.url);
    });
    child.once('exit', (code) => reject(new Error(`A server ended with ${code}`)));
  });
  return url;
}

export async function untilReady(server: ServerProcess): Promise<void> {
  while (!(await server.isReady())) await sleep(50);
}
