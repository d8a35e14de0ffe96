import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capture } from '../../scripts/stage/child-process.ts';
import { openGitHost } from '../../server/src/open-git-host.ts';
import { createNodeTransport } from '../../src/main/api/node-transport.ts';
import type { HttpRequest, Transport } from '../../src/main/api/transport.ts';
import { failed } from '../../src/shared/result.ts';
import { Bench, gained } from '../support/bench.ts';
import { fileTree } from '../support/file-tree.ts';
import { HOST_KEY } from '../support/known-keys.ts';
import { type ListeningServer, startListeningServer } from '../support/listening-server.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { effectiveForAll } from '../support/unrelated-hosts.ts';

const CONFIG = '# caf\xe9\nUser me\nHost lab-*\n  Port 23\nHost *\n  ForwardAgent yes';

const DAY_MS = 24 * 60 * 60 * 1_000;

const ALL_PASSED = [
  { check: 'token', outcome: 'passed', reason: null },
  { check: 'ssh-config', outcome: 'passed', reason: null },
  { check: 'ssh-login', outcome: 'passed', reason: null },
];

const PASSED_LINES = ['registration', 'token', 'key', 'ssh-config', 'known-hosts', 'host'].map(
  (name) => [name, 'passed'],
);

let server: ListeningServer;

async function newBench(options?: Parameters<typeof Bench.create>[2]): Promise<Bench> {
  return Bench.create(await scratchFolder(), server, options);
}

/** A network that breaks before a request arrives, or before its answer does. */
class SeveredTransport implements Transport {
  cut: 'before' | 'after' | null = null;
  readonly #transport = createNodeTransport();

  async send(request: HttpRequest): ReturnType<Transport['send']> {
    if (this.cut === 'before') return failed('connection-refused');
    const answer = await this.#transport.send(request);
    return this.cut === 'after' ? failed('interrupted') : answer;
  }
}

async function fingerprintOf(privateKey: string): Promise<string | undefined> {
  const publicKey = await capture('ssh-keygen', ['-y', '-f', privateKey]);
  return (await capture('sh', ['-c', `printf %s "$1" | ssh-keygen -lf -`, 'sh', publicKey])).split(
    ' ',
  )[1];
}

/** No private key stands twice under the home. */
async function privateKeys(bench: Bench): Promise<readonly string[]> {
  const tree = await fileTree(bench.home);
  const texts = Object.values(tree).flatMap(({ text }) =>
    text?.includes('PRIVATE') ? [text] : [],
  );
  expect(new Set(texts).size).toBe(texts.length);
  return texts;
}

describe('the life of enrollments', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    server = await startListeningServer({ labs: ['NMGRL', 'OTHER'], openHost: openGitHost });
  }, 60_000);
  afterAll(() => server.stop());

  it('shows a new enrollment as registered, with every line and the expiry', async () => {
    const bench = await newBench();
    await bench.enroll('NMGRL', { expires_in: '30d' });
    const { lines, status, ...lab } = bench.lab('NMGRL');
    expect(status).toBe('registered');
    expect(lines.map(({ name, verdict }) => [name, verdict.kind])).toEqual(PASSED_LINES);
    expect(lab).toMatchObject({
      isCurrent: true,
      repairable: false,
      apiBaseUrl: server.url,
      scopes: ['workstations:register_ssh_key'],
      expiry: { daysLeft: 30, warning: null },
    });
  });

  it('keeps two labs able to log in, and switches between them', async () => {
    const bench = await newBench();
    await bench.writeSshConfig(CONFIG);
    const before = await effectiveForAll(bench.path('.ssh/config'));
    await bench.enroll('NMGRL');
    const fixedKey = bench.path('.pychron/keys/pychron_lab-mac-01');
    const first = await fingerprintOf(fixedKey);
    await bench.enroll('OTHER');
    expect(bench.registrations.state.current).toBe('OTHER');
    expect(await fingerprintOf(bench.path('.pychron/labs/NMGRL/key'))).toBe(first);
    expect(await fingerprintOf(fixedKey)).toBe(bench.lab('OTHER').keyFingerprint);
    for (const lab of ['NMGRL', 'OTHER']) {
      const outcome = await bench.outcomeOf((it) => it.testConnection(lab));
      expect(outcome).toEqual({ kind: 'tested', lab, proofs: ALL_PASSED });
    }
    expect(await bench.outcomeOf((it) => it.switchTo('NMGRL'))).toEqual({
      kind: 'switched',
      lab: 'NMGRL',
    });
    expect(await fingerprintOf(fixedKey)).toBe(first);
    expect(JSON.parse(await bench.read('.pychron/registration.json')).fingerprint).toBe(first);
    for (const lab of ['NMGRL', 'OTHER']) {
      expect(await bench.outcomeOf((it) => it.testConnection(lab))).toMatchObject({
        kind: 'tested',
        proofs: ALL_PASSED,
      });
    }
    expect(await privateKeys(bench)).toHaveLength(2);
    expect((await readdir(bench.path('.pychron/labs/NMGRL'))).sort()).toEqual(['lab.json']);
    expect((await stat(bench.path('.pychron/labs/OTHER'))).mode & 0o777).toBe(0o700);
    expect(await effectiveForAll(bench.path('.ssh/config'))).toEqual(before);
  });

  it('gives a lab a new key that logs in', async () => {
    const bench = await newBench();
    await bench.enroll('NMGRL');
    const old = bench.lab('NMGRL').keyFingerprint;
    expect(await bench.outcomeOf((it) => it.reOnboard('NMGRL'))).toEqual({
      kind: 're-onboarded',
      lab: 'NMGRL',
      proofs: ALL_PASSED,
    });
    expect(bench.lab('NMGRL').keyFingerprint).not.toBe(old);
    expect(bench.lab('NMGRL').keyChangePending).toBe(false);
    expect(await privateKeys(bench)).toHaveLength(1);
  });

  it.each([
    ['.pychron/registration.json'],
    ['.pychron/keys/pychron_lab-mac-01'],
    ['.pychron/keys/pychron_lab-mac-01.pub'],
    ['.pychron/known_hosts'],
    ['.ssh/config'],
  ])('repairs a missing %s', async (path) => {
    const bench = await newBench();
    await bench.enroll('NMGRL');
    await rm(bench.path(path));
    await bench.registrations.refresh();
    expect(bench.lab('NMGRL').repairable).toBe(true);
    const outcome = await bench.outcomeOf((it) => it.repair('NMGRL'));
    expect(outcome).toEqual({ kind: 'repaired', lab: 'NMGRL', proofs: ALL_PASSED });
    await bench.registrations.refresh();
    const { lines } = bench.lab('NMGRL');
    expect(lines.map(({ name, verdict }) => [name, verdict.kind])).toEqual(PASSED_LINES);
  });

  it('leaves nothing of a revoked lab, here or at the server, and the config as it was', async () => {
    const bench = await newBench();
    await bench.writeSshConfig(CONFIG);
    const before = await fileTree(bench.home);
    await bench.enroll('OTHER');
    await bench.enroll('NMGRL');
    await bench.outcomeOf((it) => it.revoke('NMGRL', false));
    await bench.enroll('NMGRL');
    for (const lab of ['NMGRL', 'OTHER']) {
      expect(await bench.outcomeOf((it) => it.revoke(lab, false))).toEqual({
        kind: 'removed',
        lab,
        server: 'revoked',
        clonesKept: [],
      });
      expect(await bench.keyring.get(lab)).toEqual({ ok: true, value: null });
    }
    expect(bench.registrations.state.labs).toEqual([]);
    expect(await fileTree(bench.home)).toEqual(before);
  });

  it('takes away what the first of several enrollments made, with the last', async () => {
    const bench = await newBench();
    await bench.enroll('NMGRL');
    await bench.enroll('OTHER');
    await bench.outcomeOf((it) => it.revoke('OTHER', false));
    await bench.enroll('OTHER');
    for (const lab of ['NMGRL', 'OTHER']) await bench.outcomeOf((it) => it.revoke(lab, false));
    expect(await readdir(bench.home)).toEqual([]);
  });

  it('leaves no folder that was not there before', async () => {
    const bench = await newBench();
    for (let round = 0; round < 3; round += 1) {
      await bench.enroll('NMGRL');
      await bench.outcomeOf((it) => it.reOnboard('NMGRL'));
      await bench.outcomeOf((it) => it.revoke('NMGRL', false));
      expect(await readdir(bench.home)).toEqual([]);
    }
  });

  it('keeps everything when the server does not answer, and removes it here when told to', async () => {
    const transport = new SeveredTransport();
    const bench = await newBench({ transport });
    await bench.enroll('NMGRL');
    const before = await fileTree(bench.home);
    transport.cut = 'before';
    expect(await bench.outcomeOf((it) => it.revoke('NMGRL', false))).toEqual({
      kind: 'failed',
      operation: 'revoke',
      lab: 'NMGRL',
      failure: { kind: 'not-revoked' },
    });
    expect(await fileTree(bench.home)).toEqual(before);
    expect(await bench.outcomeOf((it) => it.removeLocally('NMGRL', false))).toEqual({
      kind: 'removed',
      lab: 'NMGRL',
      server: 'left-on-server',
      clonesKept: [],
    });
    expect(await readdir(bench.home)).toEqual([]);
  });

  it('takes a lost answer to a new key up where it was, at the next start', async () => {
    const transport = new SeveredTransport();
    const bench = await newBench({ transport });
    await bench.enroll('NMGRL');
    transport.cut = 'after';
    expect(await bench.outcomeOf((it) => it.reOnboard('NMGRL'))).toMatchObject({
      failure: { kind: 'server-unreachable', trouble: 'interrupted' },
    });
    expect(bench.lab('NMGRL').keyChangePending).toBe(true);
    transport.cut = null;
    await bench.registrations.resume();
    expect(bench.lab('NMGRL').keyChangePending).toBe(false);
    const outcome = await bench.outcomeOf((it) => it.testConnection('NMGRL'));
    expect(outcome).toEqual({ kind: 'tested', lab: 'NMGRL', proofs: ALL_PASSED });
    expect(await privateKeys(bench)).toHaveLength(1);
  });

  it('recognises a machine that was enrolled before there were notes', async () => {
    const bench = await newBench();
    await bench.enroll('NMGRL');
    await rm(bench.path('.pychron/labs'), { recursive: true });
    await bench.registrations.refresh();
    expect(bench.registrations.state.current).toBe('NMGRL');
    expect(bench.lab('NMGRL')).toMatchObject({ status: 'registered', enrolledAt: null });
    await bench.enroll('OTHER');
    expect(await bench.outcomeOf((it) => it.switchTo('NMGRL'))).toMatchObject({ kind: 'switched' });
    const outcome = await bench.outcomeOf((it) => it.testConnection('NMGRL'));
    expect(outcome).toMatchObject({ proofs: ALL_PASSED });
  });

  it('calls a lab without a token partial, and says that only enrolling again helps', async () => {
    const bench = await newBench();
    await bench.enroll('NMGRL');
    await bench.keyring.delete('NMGRL');
    await bench.registrations.refresh();
    expect(bench.lab('NMGRL')).toMatchObject({ status: 'partial', repairable: false });
    for (const act of ['repair', 'reOnboard', 'testConnection'] as const) {
      expect(await bench.outcomeOf((it) => it[act]('NMGRL')), act).toMatchObject({
        kind: 'failed',
        failure: { kind: 'token-missing' },
      });
    }
    expect(bench.registrations.apiBaseUrlOf('NMGRL')).toEqual({ ok: true, value: server.url });
  });

  it('warns once at 14, 7 and 1 day before the end of a token', async () => {
    const bench = await newBench();
    await bench.enroll('NMGRL', { expires_in: '30d' });
    for (const day of [10, 15, 16.5, 17, 22.5, 23.5, 28.5, 29.5, 31]) {
      bench.aheadMs = day * DAY_MS;
      await bench.registrations.refresh();
    }
    expect(bench.warnings).toEqual([
      { lab: 'NMGRL', threshold: 14, daysLeft: 14 },
      { lab: 'NMGRL', threshold: 7, daysLeft: 7 },
      { lab: 'NMGRL', threshold: 1, daysLeft: 1 },
    ]);
    expect(bench.lab('NMGRL').expiry).toMatchObject({ daysLeft: 0, warning: 'expired' });
  });

  it('brings the earlier lab back when the host key of the new one is refused', async () => {
    const bench = await newBench();
    await bench.enroll('NMGRL');
    const before = await fileTree(bench.home);
    const knownHosts = await bench.read('.pychron/known_hosts');
    const [name] = knownHosts.split(' ');
    await writeFile(bench.path('.pychron/known_hosts'), `${name} ${HOST_KEY}\n`);
    await expect(bench.enroll('OTHER')).rejects.toThrow('host-key-refused');
    await writeFile(bench.path('.pychron/known_hosts'), knownHosts);
    expect(await fileTree(bench.home)).toEqual(before);
  });

  it('leaves nothing of a first lab whose host key is refused', async () => {
    const bench = await newBench();
    await mkdir(bench.path('.pychron'));
    await bench.enroll('NMGRL');
    const [name] = (await bench.read('.pychron/known_hosts')).split(' ');
    await bench.outcomeOf((it) => it.revoke('NMGRL', false));
    await mkdir(bench.path('.pychron'));
    await writeFile(bench.path('.pychron/known_hosts'), `${name} ${HOST_KEY}\n`);
    const before = await fileTree(bench.home);
    await expect(bench.enroll('NMGRL')).rejects.toThrow('host-key-refused');
    expect(await fileTree(bench.home)).toEqual(before);
  });

  it('leaves nothing of a clone that fails', async () => {
    const bench = await newBench();
    await bench.enroll('NMGRL');
    gained(await bench.registrations.listRepositories('NMGRL'));
    await rm(bench.path('.pychron/known_hosts'));
    const outcome = await bench.outcomeOf((it) => it.clone('NMGRL', 'NMGRL/MetaData'));
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { kind: 'git-failed', reason: 'host-key-differs' },
    });
    expect(await readdir(bench.path('Pychron'))).toEqual([]);
  });

  it('clones the metadata repository and removes it only when told to', async () => {
    const bench = await newBench();
    await bench.enroll('NMGRL');
    const [repository] = gained(await bench.registrations.listRepositories('NMGRL'));
    expect(repository).toMatchObject({
      repository: 'NMGRL/MetaData',
      isMetadata: true,
      path: bench.path('Pychron/MetaData'),
      isPresent: false,
    });
    const clone = { kind: 'cloned', repository: 'NMGRL/MetaData', path: repository!.path };
    const cloned = await bench.outcomeOf((it) => it.clone('NMGRL', 'NMGRL/MetaData'));
    expect(cloned).toMatchObject(clone);
    expect(await readdir(bench.path('Pychron'))).toEqual(['MetaData']);
    const remote = await capture('git', ['-C', repository!.path, 'remote', 'get-url', 'origin']);
    expect(remote).toBe('git@pychron-NMGRL:NMGRL/MetaData.git\n');
    expect(await bench.outcomeOf((it) => it.clone('NMGRL', 'NMGRL/MetaData'))).toMatchObject({
      kind: 'failed',
      failure: { kind: 'folder-exists', path: repository!.path },
    });
    expect(gained(await bench.registrations.planRemoval('NMGRL')).clones).toEqual([
      { repository: 'NMGRL/MetaData', path: repository!.path },
    ]);
    const kept = await bench.outcomeOf((it) => it.revoke('NMGRL', false));
    expect(kept).toMatchObject({ kind: 'removed', clonesKept: [repository!.path] });
    expect(await readdir(bench.path('Pychron'))).toEqual(['MetaData']);
  });
});
