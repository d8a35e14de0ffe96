import { createInterface } from 'node:readline/promises';

/** Where a command speaks and asks. */
export interface Terminal {
  /** Whether a person sees the output and can answer. */
  readonly isInteractive: boolean;
  /** Writes a line to the standard output. */
  say(line: string): void;
  /** Writes a line to the standard error. */
  complain(line: string): void;
  /** Shows a line that the next word replaces. For interactive terminals only. */
  showPassing(line: string): void;
  /** One line of the person's; empty when the input has ended or `signal` is aborted. */
  ask(question: string, signal: AbortSignal): Promise<string>;
}

const CLEAR_LINE = '\r\u001b[2K';

/** The terminal, files or pipes that this process was started with. */
export function createTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  let isPassing = false;
  const settle = () => {
    if (isPassing) stdout.write(CLEAR_LINE);
    isPassing = false;
  };
  return {
    isInteractive: stdin.isTTY === true && stdout.isTTY === true,
    say: (line) => {
      settle();
      stdout.write(`${line}\n`);
    },
    complain: (line) => {
      settle();
      stderr.write(`${line}\n`);
    },
    showPassing: (line) => {
      stdout.write(CLEAR_LINE + line.slice(0, (stdout.columns ?? 80) - 1));
      isPassing = true;
    },
    ask: async (question, signal) => {
      settle();
      // Not as a terminal: that would take Ctrl-C away from the process.
      const lines = createInterface({ input: stdin, output: stdout, terminal: false });
      const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
      try {
        return (await Promise.race([lines.question(`${question} `, { signal }), ended])).trim();
      } catch {
        return '';
      } finally {
        lines.close();
      }
    },
  };
}
