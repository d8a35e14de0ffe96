import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hasKey } from '../../server/src/git-host/authorized-keys/authorized-keys-text.ts';
import { editFile } from '../../server/src/git-host/authorized-keys/edit-file.ts';

vi.setConfig({ testTimeout: 120_000 });

const WRITER = join(import.meta.dirname, '../support/edit-authorized-keys.ts');
const KEYS = 40;

const FOREIGN = '# kept by hand\nssh-ed25519 AAAA somebody\r\n\xff\xfe no line end';

let dir: string;
let path: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'onbench-writers-'));
  path = join(dir, 'authorized_keys');
  await writeFile(path, FOREIGN, 'latin1');
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

function startWriter(writer: string, count = KEYS) {
  const args = ['--import', 'tsx', WRITER, path, writer, String(count)];
  return spawn(process.execPath, args, { stdio: 'inherit' });
}

const fingerprint = (writer: string, index: number) =>
  `SHA256:${`${writer}x${index}x`.padEnd(43, 'A')}`;

describe('an authorized_keys file that several servers keep', () => {
  it('loses no key, brings none back, and keeps every foreign byte', async () => {
    const writers = ['a', 'b', 'c', 'd'];
    const exits = await Promise.all(writers.map((writer) => once(startWriter(writer), 'exit')));
    expect(exits).toEqual(writers.map(() => [0, null]));
    const text = await readFile(path, 'latin1');
    const wrong = writers.flatMap((writer) =>
      Array.from({ length: KEYS }, (_, index) => index).filter(
        (index) => hasKey(text, fingerprint(writer, index)) !== (index % 2 === 0),
      ),
    );
    expect(wrong).toEqual([]);
    expect(text.endsWith(FOREIGN)).toBe(true);
    expect(text.split('\n').filter((line) => line.startsWith('restrict,'))).toHaveLength(80);
    expect(await readdir(dir)).toEqual(['authorized_keys']);
  });

  it('goes on after one of them was killed in the middle of an edit', async () => {
    const victim = startWriter('v', 100_000);
    // Killed at some point of one of its edits; the file is old or new, and a claim may stand.
    await vi.waitFor(async () => expect(await readFile(path, 'latin1')).toContain('restrict,'), {
      timeout: 30_000,
    });
    await sleep(50);
    const exited = once(victim, 'exit');
    victim.kill('SIGKILL');
    await exited;
    await editFile(path, (text) => `ours\n${text}`);
    const text = await readFile(path, 'latin1');
    expect(text.startsWith('ours\n')).toBe(true);
    expect(text.endsWith(FOREIGN)).toBe(true);
  });

  it('takes over a claim whose owner is gone', async () => {
    await writeFile(`${path}.onbench-lock`, 'claim of a process that was killed');
    await Promise.all([
      editFile(path, (text) => `one\n${text}`),
      editFile(path, (text) => `two\n${text}`),
    ]);
    const text = await readFile(path, 'latin1');
    expect(text.split('\n').slice(0, 2).sort()).toEqual(['one', 'two']);
    expect(await readdir(dir)).toEqual(['authorized_keys']);
  });
});
