import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINTED_BODY, STARTED_BODY } from '../fakes/wire-answers.ts';
import { HostileServer } from '../support/hostile-server.ts';
import { ed25519Blob, HOST_KEY } from '../support/known-keys.ts';
import { OnbenchCommand } from '../support/onbench-command.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { useKeyringSession } from '../support/use-keyring-session.ts';

/* The endings that a real server and a good machine do not come to by themselves. The build must be current. */

/** Nothing listens there: the last proof fails, and everything before it can be seen to be done. */
const ALIAS = {
  alias: 'pychron-NMGRL',
  real_host: '127.0.0.1',
  port: 1,
  known_hosts_line: `[127.0.0.1]:1 ${HOST_KEY}`,
};

describe('onbench enroll', () => {
  const session = useKeyringSession();
  let home: string;
  let server: HostileServer;
  let calls: string[];
  let lifetimeMs: number;
  let isApproved: boolean;
  let fingerprint: string;

  beforeAll(async () => {
    server = await HostileServer.start((request, response) => {
      const call = `${request.method} ${request.url?.replace('/api/v1/forgejo/', '')}`;
      const [status, body] = answer(call, request.headers.authorization);
      calls.push(call);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    home = await scratchFolder();
    calls = [];
    lifetimeMs = 900_000;
    isApproved = true;
  });

  function answer(call: string, authorization: string | undefined): readonly [number, unknown] {
    switch (call) {
      case 'POST device-codes': {
        const { public_key } = JSON.parse(server.received.at(-1)?.body ?? '');
        fingerprint = parseSshPublicKey(public_key)?.fingerprint ?? '';
        const expires_at = new Date(Date.now() + lifetimeMs).toISOString();
        return [201, { ...STARTED_BODY, expires_at, interval_seconds: 1 }];
      }
      case 'POST device-codes/poll': {
        const ssh_key = { ...MINTED_BODY.ssh_key, fingerprint };
        return isApproved
          ? [200, { ...MINTED_BODY, ssh_host_alias: ALIAS, ssh_key }]
          : [425, { code: 'authorization_pending' }];
      }
      case 'GET whoami':
        return authorization === undefined
          ? [401, { code: 'unauthorized' }]
          : [200, { kind: 'workstation', scopes: ['workstations:register_ssh_key'], lab: 'NMGRL' }];
      default:
        return [204, null];
    }
  }

  function enroll(...options: string[]): OnbenchCommand {
    return new OnbenchCommand(
      ['enroll', '--trial-home', home, '--json', ...options],
      session().env,
    );
  }

  function enrollHere(...options: string[]): OnbenchCommand {
    return enroll('--api-base-url', server.origin, ...options);
  }

  async function writePolicy(policy: object | string): Promise<void> {
    const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
    await writeFile(join(home, 'policy.json'), text, { mode: 0o600 });
  }

  it('ends with 4 when nobody approves in time', async () => {
    isApproved = false;
    lifetimeMs = 3_000;
    const command = enrollHere();
    expect(await command.exitCode).toBe(4);
    expect(command.events.at(-2)).toMatchObject({ failure: { kind: 'expired' } });
  });

  it('ends with 10 where a proof fails, and names it', async () => {
    const command = enrollHere();
    expect(await command.exitCode).toBe(10);
    expect(command.events.at(-2)).toMatchObject({
      failure: { kind: 'not-proved', proofs: [{}, {}, { reason: 'host-unreachable' }] },
    });
  });

  describe('where the git host has another key than before', () => {
    const known = `[127.0.0.1]:1 ssh-ed25519 ${ed25519Blob(7)}\n`;
    const knownHosts = () => readFile(join(home, '.pychron/known_hosts'), 'utf8');

    beforeEach(async () => {
      await mkdir(join(home, '.pychron'), { mode: 0o700 });
      await writeFile(join(home, '.pychron/known_hosts'), known, { mode: 0o600 });
    });

    it('trusts nobody by itself, gives the token back and ends with 11', async () => {
      const command = enrollHere('--accept-warnings');
      expect(await command.exitCode).toBe(11);
      const question = await command.event('host-key-question');
      expect(command.events).toContainEqual({
        event: 'refused',
        result: 'host-key',
        message: expect.stringContaining(`--trust-host-key ${question.offeredFingerprint}`),
      });
      expect(calls.at(-1)).toBe('DELETE tokens/self');
      expect(await knownHosts()).toBe(known);
    });

    it('trusts the key that the option names, and no other', async () => {
      const other = enrollHere('--accept-warnings', '--trust-host-key', `SHA256:${'a'.repeat(43)}`);
      expect(await other.exitCode).toBe(11);
      const { offeredFingerprint } = await other.event('host-key-question');

      const command = enrollHere('--accept-warnings', '--trust-host-key', `${offeredFingerprint}`);
      await command.exitCode;
      expect(await knownHosts()).toContain(HOST_KEY);
    });
  });

  describe('under the lab’s policy', () => {
    it('needs no address where the lab names the server', async () => {
      await writePolicy({ apiBaseUrl: { url: server.origin, required: true } });
      expect(await enroll().event('code')).toMatchObject({ apiBaseUrl: server.origin });
    });

    it.each<[string, () => object | string]>([
      [
        'another server is required',
        () => ({ apiBaseUrl: { url: 'https://api.nmgrl.example', required: true } }),
      ],
      ['the policy cannot be read', () => '{'],
    ])('ends with 8 before anything is asked when %s', async (_, policy) => {
      await writePolicy(policy());
      const command = enrollHere();
      expect(await command.exitCode).toBe(8);
      expect(command.events.map(({ event }) => event)).toEqual(['refused', 'end']);
      expect(calls).toEqual([]);
    });

    it('gives a token of another lab back and ends with 8', async () => {
      await writePolicy({ allowedLabs: ['AGES'] });
      const command = enrollHere();
      expect(await command.exitCode).toBe(8);
      expect(command.events.at(-2)).toMatchObject({
        failure: { kind: 'lab-not-allowed', lab: 'NMGRL', revocation: 'revoked' },
      });
    });
  });

  it.each([
    ['HTTPS_PROXY', { HTTPS_PROXY: 'http://127.0.0.1:1' }],
    ['https_proxy', { https_proxy: 'http://127.0.0.1:1' }],
  ])('goes by the proxy of %s', async (_, env) => {
    const command = new OnbenchCommand(
      ['enroll', '--trial-home', home, '--json', '--api-base-url', 'https://api.example'],
      { ...session().env, ...env },
    );
    expect(await command.exitCode).toBe(6);
    const [checks] = command.events;
    expect(checks).toMatchObject({
      checks: [{ name: 'server', problem: { kind: 'proxy' } }, {}, {}, {}, {}, {}],
    });
  });
});
