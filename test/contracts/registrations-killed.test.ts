import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../scripts/stage/child-process.ts';
import { openGitHost } from '../../server/src/open-git-host.ts';
import { readOption, readSshConfig } from '../../src/main/workstation/read-ssh-config.ts';
import { readWorkstationKey } from '../../src/main/workstation/read-workstation-key.ts';
import { Bench } from '../support/bench.ts';
import { bundleForOthers } from '../support/bundle-for-others.ts';
import { fileKeyring } from '../support/file-keyring.ts';
import { fileTree } from '../support/file-tree.ts';
import { type ListeningServer, startListeningServer } from '../support/listening-server.ts';

/** Each of these, as it is about to be made, is a point at which the process ends or the disk says no. */
const CALLS = 'rename,unlink,fsync';

/** More points than any operation has: a test that never gets through an operation must end too. */
const MAX_POINTS = 200;

const OBSTACLE =
  spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0 ? null : 'no strace';

let server: ListeningServer;
let folder: string;
let program: string;

/** Runs one operation in a process of its own, with a fault at the n-th call. Gives whether it got past all of them. */
async function runWithFault(
  bench: Bench,
  operation: string,
  lab: string,
  fault: string,
  n: number,
) {
  const keyringFile = join(folder, 'keyring.json');
  const inject = `inject=${CALLS}:${fault}:when=${n}`;
  const traced = [process.execPath, program, bench.home, keyringFile, operation, lab];
  const trace = join(folder, 'trace');
  // One thread for all file calls: strace counts them by the thread.
  const { code, stderr } = await run(
    'strace',
    ['-f', '-qq', '-o', trace, '-e', `trace=${CALLS}`, '-e', inject, ...traced],
    {
      env: { UV_THREADPOOL_SIZE: '1' },
    },
  );
  const injected = /INJECTED|killed by SIGKILL/.test(await readFile(trace, 'utf8'));
  if (!injected && code !== 0) throw new Error(stderr);
  return !injected;
}

/** Goes on from point to point until the operation gets past all of them. Gives how far that is. */
async function atEveryPoint(
  step: number,
  at: (point: number) => Promise<boolean>,
): Promise<number> {
  for (let point = 1; point < MAX_POINTS; point += step) if (await at(point)) return point;
  throw new Error('the operation has more points than anybody expected');
}

/** For every lab with a block, the fingerprint of the key that the block names. Fails where it names none. */
async function keysOfBlocks(bench: Bench): Promise<Record<string, string>> {
  const { lines, blocks } = readSshConfig(await bench.read('.ssh/config'));
  const keys: Record<string, string> = {};
  for (const { alias, first, last } of blocks) {
    const options = lines.slice(first, last).map(readOption);
    const [path = ''] = options.find((option) => option?.keyword === 'identityfile')?.args ?? [];
    const found = await readWorkstationKey(path, '');
    expect(found.kind, `${alias}: ${path}`).toBe('read');
    if (found.kind === 'read') keys[alias] = found.key.fingerprint;
  }
  return keys;
}

async function newBench(): Promise<Bench> {
  const home = await mkdtemp(join(folder, 'home-'));
  return Bench.create(home, server, { keyring: fileKeyring(join(folder, 'keyring.json')) });
}

/** As the next start does, later. */
async function resume(bench: Bench): Promise<void> {
  bench.aheadMs = 120_000;
  await bench.registrations.resume();
  await bench.registrations.refresh();
}

async function expectNoLeftovers(bench: Bench): Promise<void> {
  const names = await readdir(bench.home, { recursive: true });
  expect(names.filter((name) => name.endsWith('.new'))).toEqual([]);
  const texts = Object.values(await fileTree(bench.home)).map(({ text }) => text);
  const keys = texts.filter((text) => text?.includes('PRIVATE'));
  expect(new Set(keys).size).toBe(keys.length);
}

describe.skipIf(OBSTACLE).each([
  ['killed at any file call', 'signal=SIGKILL', 1],
  ['told at every third that the disk failed', 'error=EIO', 3],
])('a process that is %s', { timeout: 300_000 }, (_, fault, step) => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onbench-killed-'));
    program = await bundleForOthers('test/support/killable-operation.ts', folder);
    server = await startListeningServer({ labs: ['NMGRL', 'OTHER'], openHost: openGitHost });
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('while it switches labs leaves both with their key, and the next start finishes', async () => {
    const bench = await newBench();
    await bench.enroll('NMGRL');
    await bench.enroll('OTHER');
    const before = await keysOfBlocks(bench);
    const kept = join(folder, 'kept');
    await rm(kept, { recursive: true, force: true });
    await cp(bench.home, kept, { recursive: true, preserveTimestamps: true });
    const points = await atEveryPoint(step, async (point) => {
      const done = await runWithFault(bench, 'switch', 'NMGRL', fault, point);
      expect(await keysOfBlocks(bench), `at call ${point}`).toEqual(before);
      await resume(bench);
      expect(await keysOfBlocks(bench), `after call ${point}`).toEqual(before);
      const { current, labs } = bench.registrations.state;
      for (const lab of labs) {
        expect(lab.status, `${lab.lab} after call ${point}`).toBe('registered');
        expect(lab.lines.filter(({ verdict }) => verdict.kind !== 'passed')).toEqual([]);
      }
      expect(current).toMatch(/NMGRL|OTHER/);
      await expectNoLeftovers(bench);
      if (done) expect(current).toBe('NMGRL');
      await rm(bench.home, { recursive: true });
      await cp(kept, bench.home, { recursive: true, preserveTimestamps: true });
      return done;
    });
    expect(points).toBeGreaterThan(15);
  });

  it('while it enrolls for another lab leaves the first one whole', async () => {
    const bench = await newBench();
    await bench.enroll('NMGRL');
    const { 'pychron-NMGRL': before } = await keysOfBlocks(bench);
    const kept = join(folder, 'kept');
    await rm(kept, { recursive: true, force: true });
    await cp(bench.home, kept, { recursive: true, preserveTimestamps: true });
    const points = await atEveryPoint(step, async (point) => {
      const done = await runWithFault(bench, 'install', 'OTHER', fault, point);
      expect((await keysOfBlocks(bench))['pychron-NMGRL'], `at call ${point}`).toBe(before);
      await resume(bench);
      await bench.outcomeOf((labs) => labs.switchTo('NMGRL'));
      const outcome = await bench.outcomeOf((labs) => labs.testConnection('NMGRL'));
      const proofs = outcome.kind === 'tested' ? outcome.proofs.map((proof) => proof.outcome) : [];
      expect(proofs, `after call ${point}`).toEqual(['passed', 'passed', 'passed']);
      expect(bench.lab('NMGRL')).toMatchObject({ isCurrent: true, status: 'registered' });
      await expectNoLeftovers(bench);
      await rm(bench.home, { recursive: true });
      await cp(kept, bench.home, { recursive: true, preserveTimestamps: true });
      return done;
    });
    expect(points).toBeGreaterThan(20);
  });

  it('while it changes the key is able to log in after the next start', async () => {
    const bench = await newBench();
    await bench.enroll('NMGRL');
    const points = await atEveryPoint(step, async (point) => {
      const done = await runWithFault(bench, 're-onboard', 'NMGRL', fault, point);
      await resume(bench);
      expect(bench.lab('NMGRL').keyChangePending).toBe(false);
      const outcome = await bench.outcomeOf((labs) => labs.testConnection('NMGRL'));
      const proofs = outcome.kind === 'tested' ? outcome.proofs.map((proof) => proof.outcome) : [];
      expect(proofs, `after call ${point}`).toEqual(['passed', 'passed', 'passed']);
      await expectNoLeftovers(bench);
      return done;
    });
    expect(points).toBeGreaterThan(10);
  });

  it('while it removes a lab has it whole or gone after the next start', async () => {
    const bench = await newBench();
    const points = await atEveryPoint(step, async (point) => {
      await bench.enroll('NMGRL');
      const done = await runWithFault(bench, 'revoke', 'NMGRL', fault, point);
      await resume(bench);
      if (bench.registrations.state.labs.length > 0) {
        // It had not begun: the server was asked, nothing was noted.
        expect(await bench.outcomeOf((labs) => labs.revoke('NMGRL', false))).toMatchObject({
          kind: 'removed',
          server: 'revoked',
        });
      }
      expect(await readdir(bench.home), `after call ${point}`).toEqual([]);
      expect(await bench.keyring.get('NMGRL')).toEqual({ ok: true, value: null });
      return done;
    });
    expect(points).toBeGreaterThan(10);
  });
});
