import { describe, expect, it } from 'vitest';
import { proveSsh } from '../../../src/main/workstation/prove-ssh.ts';
import type { RunSsh, SshRun } from '../../../src/main/workstation/run-ssh.ts';

const ENTRY = {
  alias: 'pychron-NMGRL',
  host: 'Repo.example',
  port: 2222,
  identityFile: '/home/50% Jane/.pychron/keys/pychron_x',
  userKnownHostsFile: '/home/50% Jane/.pychron/known_hosts',
};

const EFFECTIVE = `user git
hostname repo.example
port 2222
identitiesonly yes
identityfile /home/50%% Jane/.pychron/keys/pychron_x
identityfile ~/.ssh/id_ed25519
userknownhostsfile /home/50% Jane/.pychron/known_hosts
`;

/** An ssh client that answers in turn and remembers its arguments. */
class ScriptedSsh {
  readonly calls: (readonly string[])[] = [];
  readonly #runs: SshRun[];

  constructor(...runs: SshRun[]) {
    this.#runs = runs;
  }

  readonly run: RunSsh = async (args) => {
    this.calls.push(args);
    const next = this.#runs.shift();
    if (!next) throw new Error(`unexpected: ssh ${args.join(' ')}`);
    return next;
  };
}

function exited(exitCode: number, stdout = '', stderr = ''): SshRun {
  return { kind: 'exited', exitCode, stdout, stderr };
}

function prove(...runs: SshRun[]) {
  return proveSsh({ entry: ENTRY, configFile: null }, new ScriptedSsh(...runs).run);
}

const PASSED_CONFIG = { check: 'ssh-config', outcome: 'passed', reason: null };

describe('proveSsh', () => {
  it('passes when the values are ours and any command came to run', async () => {
    for (const exitCode of [0, 1, 128]) {
      expect(await prove(exited(0, EFFECTIVE), exited(exitCode))).toEqual([
        PASSED_CONFIG,
        { check: 'ssh-login', outcome: 'passed', reason: null },
      ]);
    }
  });

  it('asks ssh for the alias, and logs in once without asking anybody', async () => {
    const ssh = new ScriptedSsh(exited(0, EFFECTIVE), exited(0));
    await proveSsh({ entry: ENTRY, configFile: null }, ssh.run);
    expect(ssh.calls).toHaveLength(2);
    expect(ssh.calls[0]).toEqual(['-G', 'pychron-NMGRL']);
    expect(ssh.calls[1]?.slice(-2)).toEqual(['-T', 'pychron-NMGRL']);
    expect(ssh.calls[1]).toEqual(
      expect.arrayContaining(['BatchMode=yes', 'ConnectTimeout=10', 'StrictHostKeyChecking=yes']),
    );
  });

  it('names the config file where ssh would not find it', async () => {
    const ssh = new ScriptedSsh(exited(0, EFFECTIVE), exited(0));
    await proveSsh({ entry: ENTRY, configFile: '/trial/.ssh/config' }, ssh.run);
    for (const call of ssh.calls) expect(call.slice(0, 2)).toEqual(['-F', '/trial/.ssh/config']);
  });

  it.each([
    ['hostname repo.example', 'hostname evil.example', ['HostName']],
    ['port 2222', 'port 22', ['Port']],
    ['user git', 'user jane', ['User']],
    ['identitiesonly yes', 'identitiesonly no', ['IdentitiesOnly']],
    ['identityfile /home', 'identityfile /other', ['IdentityFile']],
    ['userknownhostsfile /home', 'userknownhostsfile /dev/null /home', ['UserKnownHostsFile']],
    ['user git\nhostname repo.example\n', '', ['HostName', 'User']],
  ])('names what decides %j otherwise and does not log in', async (ours, theirs, options) => {
    expect(await prove(exited(0, EFFECTIVE.replace(ours, theirs)))).toEqual([
      { check: 'ssh-config', outcome: 'failed', reason: 'overridden', options },
      { check: 'ssh-login', outcome: 'skipped', reason: 'overridden' },
    ]);
  });

  it.each([
    ['a config that ssh cannot read', exited(255, '', 'Bad configuration option: x')],
    ['a client that says nothing', { kind: 'timed-out' } as const],
  ])('fails without an option to name on %s', async (_, run) => {
    expect(await prove(run)).toMatchObject([
      { outcome: 'failed', options: [] },
      { outcome: 'skipped' },
    ]);
  });

  it.each([
    ['host-key-differs', 'Host key verification failed.'],
    ['host-key-differs', '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @'],
    ['host-key-differs', 'No ED25519 host key is known for x.\nHost key verification failed.'],
    ['key-refused', 'git@repo.example: Permission denied (publickey).'],
    ['key-refused', 'Received disconnect from x port 22:2: Too many authentication failures'],
    ['host-unreachable', 'ssh: connect to host x port 2222: Connection refused'],
    ['host-unreachable', 'ssh: Could not resolve hostname x: Name or service not known'],
    ['host-unreachable', ''],
  ])('gives %s for %j', async (reason, stderr) => {
    expect(await prove(exited(0, EFFECTIVE), exited(255, '', stderr))).toEqual([
      PASSED_CONFIG,
      { check: 'ssh-login', outcome: 'failed', reason },
    ]);
  });

  it('gives host-unreachable for a login that never ends', async () => {
    expect(await prove(exited(0, EFFECTIVE), { kind: 'timed-out' })).toMatchObject([
      { outcome: 'passed' },
      { outcome: 'failed', reason: 'host-unreachable' },
    ]);
  });

  it('is skipped by name without an ssh client', async () => {
    expect(await prove({ kind: 'not-installed' })).toEqual([
      { check: 'ssh-config', outcome: 'skipped', reason: 'no-ssh-client' },
      { check: 'ssh-login', outcome: 'skipped', reason: 'no-ssh-client' },
    ]);
  });
});
