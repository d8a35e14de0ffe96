import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { INSTANCE_LOCK, takeInstanceLock } from '../../src/main/platform/instance-lock.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const MODULE = join(import.meta.dirname, '../../src/main/platform/instance-lock.ts');

/** Another process that has the lock, or says that it has not. */
async function holder(path: string): Promise<{ child: ChildProcess; word: string }> {
  const code = `import(${JSON.stringify(MODULE)}).then(async ({ takeInstanceLock }) => {
    const taken = await takeInstanceLock(${JSON.stringify(path)}, 'app');
    process.stdout.write(taken.ok ? 'taken' : 'refused');
    setInterval(() => {}, 1000);
  });`;
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [word] = await once(child.stdout, 'data');
  return { child, word: String(word) };
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

describe('takeInstanceLock', () => {
  it('names the process that has it, and is free again when that was killed', async () => {
    const path = join(await scratchFolder(), 'made/on/the/way', INSTANCE_LOCK);
    const { child, word } = await holder(path);
    expect(word).toBe('taken');
    expect(await takeInstanceLock(path, 'command line')).toMatchObject({
      ok: false,
      failure: { program: 'app', pid: child.pid },
    });
    await kill(child);
    expect((await takeInstanceLock(path, 'command line')).ok).toBe(true);
  });

  it('is free after a release, and leaves no file behind', async () => {
    const folder = await scratchFolder();
    const taken = await takeInstanceLock(join(folder, INSTANCE_LOCK), 'app');
    expect(await readdir(folder)).toEqual([INSTANCE_LOCK]);
    if (taken.ok) await taken.value.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('goes to one of several that start at the same time after a kill', async () => {
    const path = join(await scratchFolder(), INSTANCE_LOCK);
    const { child } = await holder(path);
    await kill(child);
    const words = await Promise.all([1, 2, 3, 4].map(() => holder(path)));
    expect(words.filter(({ word }) => word === 'taken')).toHaveLength(1);
  });

  it.runIf(process.platform === 'linux')(
    'is not held by a later process with the same number',
    async () => {
      const path = join(await scratchFolder(), INSTANCE_LOCK);
      await takeInstanceLock(path, 'app');
      const entry = JSON.parse(await readFile(path, 'utf8'));
      await writeFile(path, JSON.stringify({ ...entry, started: '1' }));
      expect((await takeInstanceLock(path, 'command line')).ok).toBe(true);
    },
  );

  it.each(['', '{', 'null', '{"pid":-1}'])(
    'takes over what nobody can have written: %j',
    async (text) => {
      const path = join(await scratchFolder(), INSTANCE_LOCK);
      await writeFile(path, text);
      expect((await takeInstanceLock(path, 'app')).ok).toBe(true);
    },
  );

  it('locks nothing where nothing can be written', async () => {
    expect((await takeInstanceLock('/dev/null/x/onbench.lock', 'app')).ok).toBe(true);
  });
});
