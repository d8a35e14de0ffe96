import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../server/src/config/limits-config.ts';
import { readConfig } from '../../server/src/config.ts';

const DATA = { ONBENCH_DATA_DIR: '/data' };

function validConfig(env: Record<string, string>) {
  const outcome = readConfig({ ...DATA, ...env });
  if (outcome.kind === 'invalid') throw new Error(outcome.problems.join('\n'));
  return outcome.config;
}

describe('readConfig', () => {
  it('runs on loopback with the embedded database when nothing is set', () => {
    const outcome = readConfig({ XDG_DATA_HOME: '/home/ada/share' });
    expect(outcome).toEqual({
      kind: 'valid',
      config: {
        dataDir: '/home/ada/share/onbench-server',
        host: '127.0.0.1',
        port: 8440,
        publicUrl: null,
        databaseUrl: null,
        databaseDir: '/home/ada/share/onbench-server/database',
        secretFile: '/home/ada/share/onbench-server/server-secret',
        gitHost: {
          kind: 'embedded',
          repositoriesDir: '/home/ada/share/onbench-server/repositories',
          hostKeyFile: '/home/ada/share/onbench-server/ssh-host-key',
          listenHost: '127.0.0.1',
          listenPort: 8422,
          publicHost: '127.0.0.1',
        },
        limits: DEFAULT_LIMITS,
        mail: null,
        metricsToken: null,
        signIn: { passwords: true, oidc: null },
        logLevel: 'info',
      },
    });
  });

  it('counts an empty variable as unset', () => {
    expect(validConfig({ ONBENCH_PORT: '', DATABASE_URL: '' })).toEqual(validConfig({}));
  });

  it.each([
    ['https://enroll.example/', 'https://enroll.example'],
    ['https://enroll.example:8443', 'https://enroll.example:8443'],
    ['http://localhost:8440', 'http://localhost:8440'],
    ['http://127.1:1', 'http://127.0.0.1:1'],
    ['http://[::1]:8440', 'http://[::1]:8440'],
  ])('takes %s as public URL', (text, publicUrl) => {
    expect(validConfig({ ONBENCH_PUBLIC_URL: text }).publicUrl).toBe(publicUrl);
  });

  it('tells workstations to reach the embedded git host where they reach the server', () => {
    const { gitHost } = validConfig({ ONBENCH_PUBLIC_URL: 'https://enroll.example' });
    expect(gitHost).toMatchObject({ kind: 'embedded', publicHost: 'enroll.example' });
  });

  it('takes a real sshd by its address, keys file and host key', () => {
    const { gitHost } = validConfig({
      ONBENCH_GIT_HOST: 'authorized-keys',
      ONBENCH_SSH_HOST: 'git.example',
      ONBENCH_SSH_HOST_KEY_FILE: '/etc/ssh/ssh_host_ed25519_key.pub',
      ONBENCH_AUTHORIZED_KEYS_FILE: '/home/git/.ssh/authorized_keys',
    });
    expect(gitHost).toEqual({
      kind: 'authorized-keys',
      repositoriesDir: '/data/repositories',
      hostKeyFile: '/etc/ssh/ssh_host_ed25519_key.pub',
      authorizedKeysFile: '/home/git/.ssh/authorized_keys',
      sshHost: 'git.example',
      sshPort: 22,
    });
  });

  it.each([
    ['ONBENCH_PORT', '65536', 'must be a port from 0 to 65535'],
    ['ONBENCH_PORT', '0x16', 'must be a port from 0 to 65535'],
    ['ONBENCH_PORT', '22 ProxyCommand x', 'must be a port from 0 to 65535'],
    ['ONBENCH_SSH_PORT', '-1', 'must be a port from 0 to 65535'],
    ['ONBENCH_PUBLIC_URL', 'enroll.example', 'must be an https URL'],
    ['ONBENCH_PUBLIC_URL', 'http://enroll.example', 'must be an https URL'],
    ['ONBENCH_PUBLIC_URL', 'https://enroll.example/path', 'must be an https URL'],
    ['ONBENCH_PUBLIC_URL', 'https://enroll.example?x', 'must be an https URL'],
    ['ONBENCH_PUBLIC_URL', 'https://user:pw@enroll.example', 'must be an https URL'],
    ['DATABASE_URL', 'mysql://localhost/x', 'must be a URL of the form postgresql://'],
    ['ONBENCH_GIT_HOST', 'gitlab', 'must be embedded, authorized-keys or forgejo'],
    ['ONBENCH_SSH_HOST', 'git host', 'not a DNS name or an IP address'],
    ['ONBENCH_LOG_LEVEL', 'loud', 'must be one of fatal, error'],
  ])('says what is expected when %s is %s', (name, value, words) => {
    const outcome = readConfig({ ...DATA, [name]: value });
    const problems = outcome.kind === 'invalid' ? outcome.problems : [];
    expect(problems).toEqual([expect.stringContaining(words)]);
    expect(problems[0]).toMatch(new RegExp(`^${name} `));
  });

  it('takes a Forgejo by its address, token file and SSH', () => {
    const { gitHost } = validConfig({
      ONBENCH_GIT_HOST: 'forgejo',
      ONBENCH_FORGEJO_URL: 'https://git.example/forge/',
      ONBENCH_FORGEJO_TOKEN_FILE: '/etc/onbench/forgejo-token',
      ONBENCH_SSH_HOST: 'git.example',
      ONBENCH_SSH_PORT: '2222',
      ONBENCH_SSH_HOST_KEY_FILE: '/etc/onbench/forgejo-host-key.pub',
    });
    expect(gitHost).toEqual({
      kind: 'forgejo',
      url: 'https://git.example/forge',
      tokenFile: '/etc/onbench/forgejo-token',
      hostKeyFile: '/etc/onbench/forgejo-host-key.pub',
      sshHost: 'git.example',
      sshPort: 2222,
    });
  });

  it.each(['http://git.example', 'https://user:pw@git.example', 'https://git.example?x'])(
    'sends no token to %s',
    (url) => {
      const outcome = readConfig({ ...DATA, ONBENCH_FORGEJO_URL: url });
      expect(outcome).toEqual({
        kind: 'invalid',
        problems: [expect.stringMatching(/^ONBENCH_FORGEJO_URL must be an https URL/)],
      });
    },
  );

  it('names everything that is wrong at once', () => {
    const outcome = readConfig({ ONBENCH_PORT: 'x', ONBENCH_LOG_LEVEL: 'x', DATABASE_URL: 'x' });
    expect(outcome.kind === 'invalid' && outcome.problems).toHaveLength(3);
  });

  it('names what a real sshd needs and was not given', () => {
    const outcome = readConfig({ ...DATA, ONBENCH_GIT_HOST: 'authorized-keys' });
    const problems = outcome.kind === 'invalid' ? outcome.problems : [];
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'ONBENCH_SSH_HOST',
      'ONBENCH_SSH_HOST_KEY_FILE',
      'ONBENCH_AUTHORIZED_KEYS_FILE',
    ]);
  });

  it('names what a Forgejo needs and was not given', () => {
    const outcome = readConfig({ ...DATA, ONBENCH_GIT_HOST: 'forgejo' });
    expect(outcome.kind === 'invalid' && outcome.problems).toEqual(
      [
        'ONBENCH_FORGEJO_URL',
        'ONBENCH_FORGEJO_TOKEN_FILE',
        'ONBENCH_SSH_HOST',
        'ONBENCH_SSH_HOST_KEY_FILE',
      ].map((name) => `${name} is required when ONBENCH_GIT_HOST is forgejo`),
    );
  });
});
