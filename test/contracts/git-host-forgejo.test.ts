import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../protocol/src/secret.ts';
import { parseSshPublicKey } from '../../protocol/src/ssh-public-key.ts';
import { ForgejoGitHost } from '../../server/src/git-host/forgejo/forgejo-git-host.ts';
import { startForgejoWithSsh } from '../support/forgejo/forgejo-ssh.ts';
import { FORGEJO_TOKEN, StandInForgejo } from '../support/forgejo/stand-in-forgejo.ts';
import { newPublicKey } from '../support/new-public-key.ts';
import { describeGitHost } from './git-host-contract.ts';

describeGitHost('a Forgejo', async () => {
  const { forgejo, host, repositoriesDir, stop } = await startForgejoWithSsh();
  return {
    host,
    user: 'git',
    repositoriesDir,
    stop: async () => {
      await stop();
      // Every call of the whole contract, and every answer that the stand-in gave.
      expect(forgejo.violations).toEqual([]);
    },
  };
});

const ENDPOINT = { host: 'git.example', port: 22, knownHostsLine: '' };

function newKey(lab = 'NMGRL') {
  const publicKey = newPublicKey();
  return { lab, publicKey, fingerprint: parseSshPublicKey(publicKey)?.fingerprint ?? '' };
}

describe('a Forgejo, asked by its API', () => {
  let forgejo: StandInForgejo;
  let host: ForgejoGitHost;

  const hostWith = (token: string) =>
    new ForgejoGitHost({
      access: { url: forgejo.url, token: new Secret(token) },
      endpoint: ENDPOINT,
    });

  beforeEach(async () => {
    forgejo = await StandInForgejo.start();
    host = hostWith(FORGEJO_TOKEN);
  });
  afterEach(async () => {
    await forgejo.stop();
    expect(forgejo.violations).toEqual([]);
  });

  it('gives each key a restricted account of its own, in the team of its lab', async () => {
    const key = newKey();
    const added = await host.addKey(key);
    expect(added.kind).toBe('let-in');
    const login = added.kind === 'let-in' ? added.botUsername : '';
    expect(forgejo.state.bots()).toEqual([{ login, keys: 1, teams: 1 }]);
    expect(forgejo.state.users.get(login.toLowerCase())).toMatchObject({
      full_name: `Onbench ${key.fingerprint}`,
      restricted: true,
    });
  });

  it('leaves nothing of a key that it removes', async () => {
    const key = newKey();
    await host.addKey(key);
    await host.removeKey(key);
    expect([forgejo.state.bots(), forgejo.state.keys]).toEqual([[], []]);
  });

  it('takes no key that somebody else has', async () => {
    const key = newKey();
    forgejo.state.addPerson('eve');
    forgejo.state.addKey('eve', 'laptop', key.publicKey);
    expect(await host.addKey(key)).toEqual({ kind: 'taken' });
    await host.removeKey(key);
    expect(forgejo.state.bots()).toEqual([]);
    expect(forgejo.state.keys).toMatchObject([{ owner: 'eve' }]);
  });

  it.each([
    ['that a person registered', { restricted: false }],
    ['of a key with the same 8 digits', { full_name: `Onbench SHA256:${'A'.repeat(43)}` }],
  ])('uses and deletes no account %s', async (_name, foreign) => {
    const key = newKey();
    await host.addKey(key);
    const [bot] = forgejo.state.bots();
    const login = bot?.login ?? '';
    await host.removeKey(key);
    const ours = { full_name: `Onbench ${key.fingerprint}`, restricted: true };
    forgejo.state.addUser({ login, email: 'eve@example.org', ...ours, ...foreign });
    expect(await host.addKey(key)).toEqual({ kind: 'taken' });
    await host.removeKey(key);
    expect(forgejo.state.bots()).toEqual([{ login, keys: 0, teams: 0 }]);
  });

  it('finds its accounts among any number of others when it is started', async () => {
    for (const name of ['ada', 'bob', 'eve', 'kim', 'lee']) forgejo.state.addPerson(name);
    const keys = Array.from({ length: 5 }, () => newKey());
    for (const key of keys) await host.addKey(key);
    await host.start(keys.slice(1));
    expect(forgejo.state.bots()).toHaveLength(4);
    expect(forgejo.state.users.size).toBe(9);
  });

  it('deletes none of the accounts of an Onbench whose database is another one', async () => {
    await host.addKey(newKey());
    await expect(host.start([])).rejects.toThrow('this database knows none of them');
    expect(forgejo.state.bots()).toHaveLength(1);
  });

  it('tells repositories as Forgejo has them', async () => {
    await host.ensureRepository('NMGRL/MetaData');
    expect(await host.listRepositories('NMGRL')).toEqual([
      {
        identifier: 'NMGRL/MetaData',
        defaultBranch: 'main',
        httpsUrl: 'https://git.example/NMGRL/MetaData.git',
        description: '',
      },
    ]);
  });

  it('keeps apart labs whose names are one to Forgejo', async () => {
    await host.ensureRepository('NMGRL/MetaData');
    await expect(host.ensureRepository('nmgrl/MetaData')).rejects.toThrow(
      'Forgejo has an organisation NMGRL. Rename it to nmgrl, or the lab.',
    );
  });

  it('says which names of labs are too long for its accounts', async () => {
    await expect(host.addKey(newKey('L'.repeat(28)))).rejects.toThrow('27 letters fit');
    expect((await host.addKey(newKey('L'.repeat(27)))).kind).toBe('let-in');
    expect(forgejo.state.bots()[0]?.login).toHaveLength(40);
  });

  it('says why nothing was answered', async () => {
    await forgejo.stop();
    await expect(host.addKey(newKey())).rejects.toThrow(
      /^Forgejo at http:\S+ did not answer GET \/orgs\/NMGRL: connect ECONNREFUSED/,
    );
    forgejo = await StandInForgejo.start();
  });

  it('follows no redirect, which would carry its token away', async () => {
    const elsewhere = await StandInForgejo.start();
    forgejo.redirectTo = elsewhere.url;
    await expect(host.addKey(newKey())).rejects.toThrow('did not answer');
    expect(elsewhere.operations).toEqual([]);
    await elsewhere.stop();
  });

  it('says what Forgejo answered, and never its own token', async () => {
    const refused = hostWith('a-token-that-was-revoked').addKey(newKey());
    await expect(refused).rejects.toThrow('Forgejo answered 401 to GET /orgs/NMGRL');
    await expect(refused).rejects.not.toThrow('a-token-that-was-revoked');
  });
});
