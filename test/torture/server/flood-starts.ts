import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const FLOOD = join(import.meta.dirname, 'start-flood-process.ts');

/** How many starts got which status, or which error of the connection. */
export type FloodOutcome = Readonly<Record<string, number>>;

/** So many starts, as fast as they are answered, from so many addresses of loopback. */
export async function floodStarts(
  url: string,
  starts: number,
  addresses: number,
): Promise<FloodOutcome> {
  const args = ['--import', 'tsx', FLOOD, url, String(starts), String(addresses)];
  const { stdout } = await run(process.execPath, args);
  return JSON.parse(stdout);
}
