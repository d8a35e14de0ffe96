import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { createStream } from 'rotating-file-stream';

export type Log = Logger;

/** Absolute path of the file that is being written. */
export function logFileIn(folder: string): string {
  return join(folder, 'onbench.log');
}

export interface OpenLog {
  readonly log: Log;
  /** Resolves when everything is written: for a process that ends by itself. */
  close(): Promise<void>;
}

/**
 * The app's log: JSON lines, 1 MB a file, the five latest kept. What must not be in it is a `Secret` and prints as
 * `[secret]`, so nothing has to be searched for and blanked afterwards.
 */
export function openLog(folder: string): OpenLog {
  const stream = createStream('onbench.log', {
    path: folder,
    size: '1M',
    maxFiles: 5,
    // It names hosts and people's paths: nobody else's business (security.md F03).
    mode: 0o600,
  });
  // A full disk must not end an enrollment; there is no better place to report it to.
  stream.on('error', () => {});
  return {
    log: pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
