import { execFile } from 'node:child_process';

/** How a run of the ssh client ended. */
export type SshRun =
  | { readonly kind: 'not-installed' }
  | { readonly kind: 'timed-out' }
  | {
      readonly kind: 'exited';
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
    };

export type RunSsh = (args: readonly string[]) => Promise<SshRun>;

const TIME_LIMIT_MS = 20_000;

/** Its words are matched, so they must be English; and no agent or helper window may answer for the key. */
const ENVIRONMENT = { LC_ALL: 'C', SSH_ASKPASS_REQUIRE: 'never' };

/** Runs the ssh client with an argument array, nothing on its input and a time limit. */
export function createRunSsh(executable = 'ssh', timeLimitMs = TIME_LIMIT_MS): RunSsh {
  return (args) =>
    new Promise((resolve) => {
      const child = execFile(
        executable,
        args,
        { env: { ...process.env, ...ENVIRONMENT }, windowsHide: true },
        (error, stdout, stderr) => {
          clearTimeout(timer);
          if (isNotFound(error?.code)) return resolve({ kind: 'not-installed' });
          const exitCode = child.exitCode ?? 255;
          resolve({ kind: 'exited', exitCode, stdout, stderr });
        },
      );
      child.stdin?.end();
      const timer = setTimeout(() => {
        resolve({ kind: 'timed-out' });
        child.kill('SIGKILL');
        // A ProxyCommand may outlive ssh and hold these open.
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, timeLimitMs);
    });
}

/** EACCES comes where a folder on the PATH may not be searched and no other one has the program. */
function isNotFound(code: unknown): boolean {
  return code === 'ENOENT' || code === 'EACCES';
}
