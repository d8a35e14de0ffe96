import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createRunGit } from '../../src/main/registrations/run-git.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const NOTHING = new AbortController().signal;

async function script(text: string) {
  const cwd = await scratchFolder();
  const file = join(cwd, 'git');
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o700);
  const heard: string[] = [];
  const call = {
    args: ['clone'],
    cwd,
    sshCommand: 'ssh -x',
    onStderr: (piece: string) => heard.push(piece),
  };
  return { cwd, heard, run: (signal = NOTHING) => createRunGit(file)({ ...call, signal }) };
}

describe('createRunGit', () => {
  it('gives the exit code and the words, and passes them on as they come', async () => {
    const { run, heard } = await script('echo "Receiving" >&2; exit 3');
    expect(await run()).toEqual({ kind: 'exited', exitCode: 3, stderr: 'Receiving\n' });
    expect(heard.join('')).toBe('Receiving\n');
  });

  it('lets nobody be asked, in the C locale', async () => {
    const { run } = await script('echo "$GIT_TERMINAL_PROMPT $LC_ALL $GIT_SSH_COMMAND" >&2');
    expect(await run()).toMatchObject({ stderr: '0 C ssh -x\n' });
  });

  it('says that there is no git', async () => {
    const call = { args: [], cwd: '/', sshCommand: '', onStderr: () => undefined, signal: NOTHING };
    expect(await createRunGit('/nowhere/git')(call)).toEqual({ kind: 'not-installed' });
  });

  it('ends what git has started too when it is cancelled', async () => {
    const { run, heard } = await script('sleep 60 & echo on >&2; wait');
    const stop = new AbortController();
    const ended = run(stop.signal);
    await vi.waitFor(() => expect(heard.join('')).toBe('on\n'));
    stop.abort();
    // Not before everything that holds the other end of its standard error is gone.
    expect(await ended).toEqual({ kind: 'cancelled' });
  });

  it('insists when git does not heed it', async () => {
    const { run, heard } = await script('trap "" TERM; echo on >&2; while :; do sleep 0.1; done');
    const stop = new AbortController();
    const ended = run(stop.signal);
    await vi.waitFor(() => expect(heard.join('')).toBe('on\n'));
    stop.abort();
    expect(await ended).toEqual({ kind: 'cancelled' });
  });
});
