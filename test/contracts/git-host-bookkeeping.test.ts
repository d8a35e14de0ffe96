import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGitHost } from '../../server/src/git-host/create-git-host.ts';
import type { GitHost } from '../../server/src/git-host/git-host.ts';
import { FakeGitHost } from '../fakes/fake-git-host.ts';
import { newPublicKey } from '../support/new-public-key.ts';

/*
 * What the server's tests rely on when the fake stands in: names, repetition and lists. That keys open doors is judged
 * by real ssh in the other git-host suites.
 */

async function embedded(folder: string): Promise<GitHost> {
  return await createGitHost({
    kind: 'embedded',
    repositoriesDir: join(folder, 'repositories'),
    hostKeyFile: join(folder, 'host-key'),
    listenHost: '127.0.0.1',
    listenPort: 0,
    publicHost: '127.0.0.1',
  });
}

function newKey(lab: string) {
  const publicKey = newPublicKey();
  return { lab, publicKey, fingerprint: parseSshPublicKey(publicKey)?.fingerprint ?? '' };
}

describe.each([
  ['the fake', async () => new FakeGitHost()],
  ['the embedded host', embedded],
])('keeping books: %s', (_name, open) => {
  let folder: string;
  let host: GitHost;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onbench-books-'));
    host = await open(folder);
    await host.start([]);
  });
  afterEach(async () => {
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('names a key by lab and 8 hexadecimal digits, the same each time', async () => {
    const key = newKey('NMGRL');
    const first = await host.addKey(key);
    const botUsername = expect.stringMatching(/^bot-NMGRL-[0-9a-f]{8}$/);
    expect(first).toEqual({ kind: 'let-in', botUsername });
    expect(await host.addKey(key)).toEqual(first);
    expect(await host.addKey(newKey('NMGRL'))).not.toEqual(first);
  });

  it('removes a key, and one that is not there', async () => {
    const key = newKey('NMGRL');
    await host.addKey(key);
    await host.removeKey(key);
    await expect(host.removeKey(key)).resolves.toBeUndefined();
  });

  it('makes a repository once and lists it for its lab only', async () => {
    await host.ensureRepository('NMGRL/MetaData');
    await host.ensureRepository('NMGRL/MetaData');
    await host.ensureRepository('OTHER/MetaData');
    expect(await host.listRepositories('NMGRL')).toEqual([
      { identifier: 'NMGRL/MetaData', defaultBranch: 'main', httpsUrl: '', description: '' },
    ]);
    expect(await host.listRepositories('NOWHERE')).toEqual([]);
  });

  it('has an endpoint with a line for exactly its host and port', () => {
    const { host: name, port, knownHostsLine } = host.endpoint;
    expect(knownHostsLine.startsWith(`[${name}]:${port} ssh-ed25519 `)).toBe(true);
  });
});
