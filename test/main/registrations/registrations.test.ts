import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '@onbench/protocol/secret';
import { describe, expect, it } from 'vitest';
import { createLabClient } from '../../../src/main/api/lab-client.ts';
import { createRegistrations } from '../../../src/main/registrations/create-registrations.ts';
import type { GitCall, GitRun } from '../../../src/main/registrations/run-git.ts';
import { createWorkstation } from '../../../src/main/workstation/create-workstation.ts';
import type { RegistrationsState } from '../../../src/shared/registrations.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeKeyring } from '../../fakes/fake-keyring.ts';
import { RecordedLog } from '../../fakes/recorded-log.ts';
import { json, type ScriptedAnswer, ScriptedTransport } from '../../fakes/scripted-transport.ts';
import { credential, newKey, SSH_KEY, TOKEN_TEXT } from '../../support/enrolled.ts';
import { fileTree } from '../../support/file-tree.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const API = 'https://api.example';
const METADATA = { repository_identifier: 'NMGRL/MetaData' };

/** A home with one lab, and a server that answers by the script. */
async function oneLab(
  answers: readonly ScriptedAnswer[] = [],
  runGit: (call: GitCall) => Promise<GitRun> = async () => ({ kind: 'not-installed' }),
  // Without an alias nothing here reaches for a network of its own.
  sshKey: Record<string, unknown> = { ...SSH_KEY, ssh_host_alias: null },
) {
  const home = await scratchFolder();
  const keyring = new FakeKeyring();
  const log = new RecordedLog();
  const minted = credential({ ssh_host_alias: null, ssh_key: sshKey });
  const key = newKey();
  await keyring.set('NMGRL', minted.apiToken);
  const enrolling = new ScriptedTransport(answers);
  const environment = {
    home,
    hostname: 'lab-mac-01',
    keyring,
    chosenApiBaseUrl: () => API,
    notify: () => undefined,
    clock: new FakeClock(),
    wallTimeMs: () => Date.parse('2026-05-09T11:45:00Z'),
    log,
    runSsh: async () => ({ kind: 'not-installed' }) as const,
    runGit,
    createClient: (apiBaseUrl: string) =>
      createLabClient({ apiBaseUrl, transport: enrolling, log }),
  };
  const registrations = createRegistrations(environment);
  const workstation = createWorkstation({ home, hostname: 'lab-mac-01', keyring });
  // Before there are notes: whoever enrolled it, this lab has a registration of a known bot.
  const progress = { onStep: () => undefined, askHostKey: async () => false };
  await workstation.install(key, minted, progress);
  await registrations.resume();
  return { home, keyring, log, registrations, transport: enrolling, key };
}

describe('Registrations', () => {
  it('knows nothing before it has looked', () => {
    const options = {} as Parameters<typeof createRegistrations>[0];
    const { state } = createRegistrations({ ...options, home: '/nowhere', hostname: 'x' });
    expect(state).toMatchObject({ known: false, labs: [] });
  });

  it('recognises a lab by the name of its bot, and writes nothing for it', async () => {
    const { home, registrations } = await oneLab();
    expect(registrations.state).toMatchObject({ known: true, current: 'NMGRL' });
    expect(Object.keys(await fileTree(home))).not.toContain('.pychron/labs');
  });

  it('refuses every operation on a lab that it does not know', async () => {
    const { registrations } = await oneLab();
    const refusal = { ok: false, failure: 'unknown-lab' };
    expect([
      registrations.testConnection('OTHER'),
      registrations.reOnboard('OTHER'),
      registrations.repair('OTHER'),
      registrations.switchTo('OTHER'),
      registrations.revoke('OTHER', true),
      registrations.removeLocally('OTHER', true),
      registrations.clone('OTHER', 'NMGRL/MetaData'),
      registrations.apiBaseUrlOf('OTHER'),
      await registrations.planRemoval('OTHER'),
      await registrations.listRepositories('OTHER'),
    ]).toEqual(Array(10).fill(refusal));
  });

  it('does one thing at a time', async () => {
    const { registrations } = await oneLab([json(401, {})]);
    expect(registrations.testConnection('NMGRL')).toEqual({ ok: true, value: undefined });
    expect(registrations.state.running).toEqual({ kind: 'test-connection', lab: 'NMGRL' });
    expect(registrations.revoke('NMGRL', false)).toEqual({ ok: false, failure: 'busy' });
    await registrations.ended;
    expect(registrations.state).toMatchObject({
      running: null,
      outcome: {
        kind: 'tested',
        proofs: [{ check: 'token', outcome: 'failed', reason: 'token-refused' }, {}, {}],
      },
    });
    registrations.dismiss();
    expect(registrations.state.outcome).toBeNull();
  });

  it('keeps the token out of its state, its log and every file', async () => {
    const whoami = json(200, { kind: 'workstation', scopes: [TOKEN_TEXT], lab: 'OTHER' });
    const { registrations, home, log } = await oneLab([whoami]);
    const states: RegistrationsState[] = [];
    registrations.subscribe((state) => states.push(state));
    registrations.testConnection('NMGRL');
    await registrations.ended;
    const all = JSON.stringify([states, log.lines, await fileTree(home)]);
    expect(states.length).toBeGreaterThan(1);
    expect(all).not.toContain(TOKEN_TEXT);
  });

  it('offers a second new key when the first is refused, and the old one stays after both', async () => {
    const { registrations, transport, home, key } = await oneLab([json(409, {}), json(422, {})]);
    registrations.reOnboard('NMGRL');
    await registrations.ended;
    expect(registrations.state.outcome).toMatchObject({ failure: { kind: 'key-refused' } });
    const [first, second] = transport.requests.map(({ body }) => body);
    expect(transport.requests).toHaveLength(2);
    expect(first).not.toBe(second);
    const kept = await readFile(join(home, '.pychron/keys/pychron_lab-mac-01'), 'utf8');
    expect(kept).toBe(key.privateKey.reveal());
    expect(registrations.state.labs[0]?.keyChangePending).toBe(false);
  });

  it.each([401, 404, 204])('takes a %d for the end of the token, and wipes', async (status) => {
    const { registrations, home, keyring } = await oneLab([json(status, {})]);
    registrations.revoke('NMGRL', false);
    await registrations.ended;
    expect(registrations.state).toMatchObject({
      current: null,
      labs: [],
      outcome: { kind: 'removed', server: 'revoked' },
    });
    expect(await keyring.get('NMGRL')).toEqual({ ok: true, value: null });
    expect(Object.keys(await fileTree(home))).toEqual(['.pychron', '.pychron/keys']);
  });

  it('lists what a removal deletes, and that is what it deletes', async () => {
    const { registrations, home } = await oneLab();
    const cloudSql = join(home, '.pychron/keys/cloudsql_NMGRL.json');
    await writeFile(cloudSql, '{}');
    const files = () =>
      fileTree(home).then((tree) =>
        Object.entries(tree).flatMap(([path, entry]) =>
          entry.text === null ? [] : [join(home, path)],
        ),
      );
    const before = await files();
    const plan = await registrations.planRemoval('NMGRL');
    expect(await files()).toEqual(before);
    registrations.removeLocally('NMGRL', false);
    await registrations.ended;
    expect(await files()).toEqual([]);
    const listed = plan.ok ? plan.value.items : [];
    expect(
      listed
        .filter(({ kind }) => kind !== 'token')
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(before.sort());
    expect(listed).toContainEqual({ kind: 'token', subject: 'NMGRL' });
  });

  it('clones nothing that is not in the list of the server', async () => {
    const calls: GitCall[] = [];
    const { registrations, home } = await oneLab(
      [json(200, { repositories: [METADATA] }), json(200, METADATA)],
      async (call) => {
        calls.push(call);
        return { kind: 'not-installed' };
      },
      SSH_KEY,
    );
    expect(registrations.clone('NMGRL', 'NMGRL/MetaData')).toMatchObject({
      failure: 'unknown-repository',
    });
    await registrations.listRepositories('NMGRL');
    expect(registrations.clone('NMGRL', 'NMGRL/Other')).toMatchObject({
      failure: 'unknown-repository',
    });
    expect(registrations.clone('NMGRL', 'NMGRL/MetaData').ok).toBe(true);
    await registrations.ended;
    expect(registrations.state.outcome).toMatchObject({ failure: { kind: 'git-not-installed' } });
    const growing = join(home, 'Pychron/.MetaData.cloning');
    expect(calls.map(({ args }) => args)).toEqual([
      ['clone', '--progress', '--', 'git@pychron-NMGRL:NMGRL/MetaData.git', growing],
    ]);
    expect(calls[0]?.sshCommand).toMatch(/^ssh -F '.*\/\.ssh\/config' -o BatchMode=yes /);
  });

  it('says which file stood in the way', async () => {
    const { registrations, home } = await oneLab();
    await mkdir(join(home, '.pychron'), { recursive: true });
    await writeFile(join(home, '.pychron/labs'), 'not a folder');
    registrations.reOnboard('NMGRL');
    await registrations.ended;
    expect(registrations.state.outcome).toMatchObject({
      kind: 'failed',
      failure: { kind: 'file-error', code: 'ENOTDIR' },
    });
  });

  it('does not ask a keyring that fails for more than it can give', async () => {
    const { registrations, keyring } = await oneLab();
    keyring.failure = 'timed-out';
    await registrations.refresh();
    const [lab] = registrations.state.labs;
    expect(lab?.status).toBe('partial');
    expect(lab?.lines.find(({ name }) => name === 'token')?.verdict).toEqual({
      kind: 'unreadable',
      code: 'timed-out',
    });
    keyring.failure = null;
    await keyring.set('NMGRL', new Secret(TOKEN_TEXT));
  });
});
