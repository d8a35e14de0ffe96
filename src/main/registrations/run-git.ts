import { spawn } from 'node:child_process';

/** How a run of git ended. */
export type GitRun =
  | { readonly kind: 'not-installed' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'exited'; readonly exitCode: number; readonly stderr: string };

export interface GitCall {
  readonly args: readonly string[];
  readonly cwd: string;
  /** The command line with which git calls ssh. */
  readonly sshCommand: string;
  /** Each piece of standard error as it comes. */
  readonly onStderr: (text: string) => void;
  readonly signal: AbortSignal;
}

export type RunGit = (call: GitCall) => Promise<GitRun>;

/** What git says of a failure stands at its end. */
const KEPT_CHARACTERS = 8_192;

/** How long a cancelled git may take to clear up after itself. */
const GRACE_MS = 2_000;

/** Its words are matched, so they must be English; and nobody is asked for a password, on no terminal and in no window. */
const ENVIRONMENT = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  SSH_ASKPASS_REQUIRE: 'never',
};

/** Runs the system's git with an argument array. */
export function createRunGit(executable = 'git'): RunGit {
  return ({ args, cwd, sshCommand, onStderr, signal }) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve({ kind: 'cancelled' });
      const child = spawn(executable, args, {
        cwd,
        env: { ...process.env, ...ENVIRONMENT, GIT_SSH_COMMAND: sshCommand },
        stdio: ['ignore', 'ignore', 'pipe'],
        // A group of its own, so that the ssh that it starts ends with it.
        detached: process.platform !== 'win32',
        windowsHide: true,
      });
      let stderr = '';
      let insistence: NodeJS.Timeout | undefined;
      const cancel = () => {
        endGroup(child.pid, 'SIGTERM');
        insistence = setTimeout(() => endGroup(child.pid, 'SIGKILL'), GRACE_MS);
      };
      signal.addEventListener('abort', cancel, { once: true });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr = (stderr + text).slice(-KEPT_CHARACTERS);
        onStderr(text);
      });
      const end = (run: GitRun) => {
        clearTimeout(insistence);
        signal.removeEventListener('abort', cancel);
        resolve(run);
      };
      child.once('error', () => end({ kind: 'not-installed' }));
      child.once('close', (exitCode) => {
        end(
          signal.aborted
            ? { kind: 'cancelled' }
            : { kind: 'exited', exitCode: exitCode ?? 255, stderr },
        );
      });
    });
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It ended by itself in this very moment.
  }
}
