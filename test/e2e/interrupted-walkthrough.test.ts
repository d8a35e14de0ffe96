import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stopProcess } from '../../scripts/stage/child-process.ts';
import { PROJECT } from '../../scripts/stage/desktop-app.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const TELL = `
  import { walkthrough } from './scripts/stage/walkthrough.ts';
  process.exitCode = await walkthrough(process.argv.at(-1));
`;

/** Processes that were started, at whatever remove, with this folder for their temporary files. */
async function processesWithTemporaryFolder(folder: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const environments = pids.map(async (pid) =>
    (await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')).split('\0'),
  );
  const found = await Promise.all(environments);
  return pids.filter((_, index) => found[index]?.includes(`TMPDIR=${folder}`));
}

describe('a walkthrough that is interrupted', () => {
  it.each([
    ['SIGINT', 130, 'The enrollment server starts'],
    ['SIGTERM', 143, 'The administrator signs in'],
  ] as const)('by %s ends everything that it started', async (signal, code, step) => {
    const scratch = await scratchFolder();
    const temporary = join(scratch, 'tmp');
    await mkdir(temporary);
    const story = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', TELL, join(scratch, 'pictures')],
      {
        cwd: PROJECT,
        env: { ...process.env, TMPDIR: temporary },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    onTestFinished(() => stopProcess(story));
    const exited = once(story, 'exit');
    for await (const line of createInterface({ input: story.stdout })) {
      if (line.includes(step)) break;
    }
    expect((await processesWithTemporaryFolder(temporary)).length).toBeGreaterThan(1);
    story.kill(signal);
    expect(await exited).toEqual([code, null]);
    expect(await processesWithTemporaryFolder(temporary)).toEqual([]);
    const left = await readdir(temporary);
    expect(left.filter((name) => !name.startsWith('tsx-'))).toEqual([]);
  });
});
