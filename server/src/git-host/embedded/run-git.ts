import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ServerChannel } from 'ssh2';
import type { GitInvocation } from '../git-environment.ts';

/** Children of git run in its process group, so that a kill reaches them too; Windows has no such groups. */
const HAS_PROCESS_GROUPS = process.platform !== 'win32';

/**
 * Lets git talk to the client over the channel. Resolves with git's exit code once all that it said is handed to the
 * channel; when the signal aborts, git is killed. Rejects when git cannot be started.
 */
export async function runGit(
  { file, args, env }: GitInvocation,
  channel: ServerChannel,
  socket: Socket,
  signal: AbortSignal,
): Promise<number> {
  if (signal.aborted) return 1;
  const git = spawn(file, args, { env, detached: HAS_PROCESS_GROUPS, windowsHide: true });
  const output = git.stdout.pipe(whenSocketDrains(socket));
  const end = () => {
    killGroup(git);
    // A channel that is gone takes nothing any more; without this git's last words would wait for it for ever.
    for (const stream of [git.stdout, git.stderr, output]) stream.destroy();
  };
  signal.addEventListener('abort', end, { once: true });
  // A client that goes away, and a git that ends before it has read everything, break this pipe: no news.
  git.stdin.on('error', () => undefined);
  channel.pipe(git.stdin);
  git.stderr.pipe(channel.stderr, { end: false });
  output.pipe(channel, { end: false });
  try {
    const outputEnd = finished(output, { writable: false }).catch(() => undefined);
    const [code] = await Promise.all([exitCode(git), outputEnd]);
    return code;
  } finally {
    signal.removeEventListener('abort', end);
    channel.unpipe(git.stdin);
  }
}

/** ssh2 minds the channel's window but not the socket's buffer: a client with a huge window could fill our memory. */
function whenSocketDrains(socket: Socket): Transform {
  return new Transform({
    transform(chunk, _encoding, done) {
      if (!socket.writableNeedDrain || socket.destroyed) return done(null, chunk);
      socket.once('drain', () => done(null, chunk));
    },
  });
}

async function exitCode(git: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    git.on('error', reject);
    git.once('close', (code) => resolve(code ?? 1));
  });
}

function killGroup(git: ChildProcess): void {
  if (git.pid === undefined || git.exitCode !== null || git.signalCode !== null) return;
  try {
    if (HAS_PROCESS_GROUPS) process.kill(-git.pid);
    else git.kill();
  } catch (error) {
    // It ended a moment ago.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
