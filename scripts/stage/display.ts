import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { stopProcess } from './child-process.ts';

export interface Display {
  /** For the environment of whatever opens a window. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Whether a person sits in front of a screen here. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** An X server without a screen, on a number that it finds free itself. */
export async function startVirtualDisplay(): Promise<Display> {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const numbers = server.stdio[3] as Readable;
  const failed = once(server, 'exit').then(([code]) => {
    throw new Error(`Xvfb ended with ${code} before it gave a display`);
  });
  const [number] = await Promise.race([once(numbers, 'data'), failed]);
  failed.catch(() => {});
  return {
    env: { DISPLAY: `:${String(number).trim()}` },
    stop: () => stopProcess(server),
  };
}
