import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { PROJECT } from '../../../scripts/stage/desktop-app.ts';
import type { EnrollmentState } from '../../../src/shared/enrollment.ts';

const ENTRY = fileURLToPath(new URL('enrolling-process.ts', import.meta.url));

/** The ssh client for its own judgement of the config, and a login that always succeeds: no git host runs here. */
const SSH = `#!/bin/sh
case "$*" in *" -G "*) exec /usr/bin/ssh "$@";; esac
`;

/** How one enrollment in a process of its own ended. */
export interface EnrollingEnd {
  /** In order; after a kill the last one is the last that anybody could see. */
  readonly states: readonly EnrollmentState[];
  readonly signal: NodeJS.Signals | null;
  /** From the first sight of the step `keyring` to the end, or null if it was never seen. */
  readonly msFromKeyring: number | null;
}

export interface Enrolling {
  readonly home: string;
  readonly apiBaseUrl: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Put before the command: a tracer. */
  readonly tracer?: readonly string[];
  readonly readBack?: 'altered';
  /** Otherwise its waits are cut short. */
  readonly pace?: 'real';
  /** Goes along with the process, which ends by itself unless this ends it. */
  readonly watch?: (pid: number) => Promise<void>;
}

/** Bundles the process once, so that it starts in a tenth of a second. Gives what runs it. */
export async function prepareEnrolling(
  folder: string,
): Promise<(enrolling: Enrolling) => Promise<EnrollingEnd>> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: ENTRY,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: {
        output: { entryFileNames: 'enrolling.mjs' },
      },
    },
  });
  await symlink(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  const programs = join(folder, 'programs');
  await mkdir(programs);
  await writeFile(join(programs, 'ssh'), SSH);
  await chmod(join(programs, 'ssh'), 0o755);
  return async ({ tracer = [], home, apiBaseUrl, env, readBack, pace, watch }) => {
    const program = [...tracer, process.execPath, join(folder, 'enrolling.mjs')];
    const options = JSON.stringify({ altersReadBack: readBack === 'altered', pace });
    const command = [...program, home, apiBaseUrl, options];
    const [file = '', ...args] = command;
    const child = spawn(file, args, {
      // One thread for files: a tracer counts the calls of each thread by itself.
      env: {
        ...process.env,
        ...env,
        UV_THREADPOOL_SIZE: '1',
        PATH: `${programs}:${process.env.PATH}`,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [end] = await Promise.all([follow(child), watch?.(child.pid ?? 0)]);
    return end;
  };
}

async function follow(child: ChildProcess): Promise<EnrollingEnd> {
  const states: EnrollmentState[] = [];
  let begunAtMs: number | null = null;
  let lastAtMs = 0;
  const exited = once(child, 'exit');
  if (child.stdout) {
    for await (const line of createInterface(child.stdout)) {
      const state: EnrollmentState = JSON.parse(line);
      states.push(state);
      lastAtMs = performance.now();
      if (state.kind === 'finishing' && state.step === 'keyring') begunAtMs ??= lastAtMs;
    }
  }
  const [, signal] = await exited;
  return { states, signal, msFromKeyring: begunAtMs === null ? null : lastAtMs - begunAtMs };
}
