import { join } from 'node:path';
import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../scripts/stage/child-process.ts';
import { PENDING_ACCOUNT } from '../../src/main/enrollment/enrollment-journal.ts';
import { KeytarKeyring } from '../../src/main/workstation/keytar-keyring.ts';
import { FINISHING_STEPS } from '../../src/shared/enrollment.ts';
import { API_TOKEN, MINTED_BODY, STARTED_BODY } from '../fakes/wire-answers.ts';
import { fileTree } from '../support/file-tree.ts';
import { HostileServer } from '../support/hostile-server.ts';
import { HOST_KEY } from '../support/known-keys.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { useKeyringSession } from '../support/use-keyring-session.ts';

const PROCESS = join(import.meta.dirname, '../support/enroll-process.ts');

/** Nothing listens there: the last proof fails, and everything before it can be seen to be done. */
const ALIAS = {
  alias: 'pychron-NMGRL',
  real_host: '127.0.0.1',
  port: 1,
  known_hosts_line: `[127.0.0.1]:1 ${HOST_KEY}`,
};

/** A server that approves at once, and gives its answer again until it is acknowledged. */
class ApprovingServer {
  fingerprint = '';
  calls: string[] = [];
  #server!: HostileServer;

  async start(): Promise<void> {
    this.#server = await HostileServer.start((request, response) => {
      const call = `${request.method} ${request.url?.replace('/api/v1/forgejo/', '')}`;
      const [status, body] = this.#answer(call, request.headers.authorization);
      this.calls.push(call);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  }

  get origin(): string {
    return this.#server.origin;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  count(call: string): number {
    return this.calls.filter((made) => made === call).length;
  }

  #answer(call: string, authorization: string | undefined): readonly [number, unknown] {
    switch (call) {
      case 'POST device-codes': {
        const { public_key } = JSON.parse(this.#server.received.at(-1)?.body ?? '');
        this.fingerprint = parseSshPublicKey(public_key)?.fingerprint ?? '';
        const expires_at = new Date(Date.now() + 900_000).toISOString();
        return [201, { ...STARTED_BODY, expires_at, interval_seconds: 1 }];
      }
      case 'POST device-codes/poll': {
        if (this.count('POST device-codes/ack') > 0) return [410, { code: 'gone' }];
        const ssh_key = { ...MINTED_BODY.ssh_key, fingerprint: this.fingerprint };
        return [200, { ...MINTED_BODY, ssh_host_alias: ALIAS, ssh_key }];
      }
      case 'GET whoami':
        return authorization === undefined
          ? [401, { code: 'unauthorized' }]
          : [200, { kind: 'workstation', scopes: ['workstations:register_ssh_key'], lab: 'NMGRL' }];
      default:
        return [204, null];
    }
  }
}

describe('an enrollment whose process is killed, with a real keyring', () => {
  useKeyringSession();
  const server = new ApprovingServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  it.each(['awaiting-approval', ...FINISHING_STEPS])(
    'ends as if nothing had happened when it is killed at %s',
    async (dieAt) => {
      server.calls = [];
      const keyring = new KeytarKeyring('pychron.cloud.restart');
      await keyring.delete('NMGRL');
      const home = await scratchFolder();
      const enroll = (...args: string[]) =>
        run(process.execPath, ['--import', 'tsx', PROCESS, server.origin, home, ...args]);
      expect(await enroll(dieAt)).toMatchObject({ code: null });

      const { code, stdout } = await enroll();
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        kind: 'failed',
        failure: {
          kind: 'not-proved',
          proofs: [
            { check: 'token', outcome: 'passed' },
            { check: 'ssh-config', outcome: 'passed' },
            { check: 'ssh-login', reason: 'host-unreachable' },
          ],
        },
      });
      // Nobody was asked for a second approval: one code, one key.
      expect(server.count('POST device-codes')).toBe(1);
      const { 'app/enrollment.json': journal, ...files } = await fileTree(home);
      expect(Object.keys(files).filter((path) => path.endsWith('.new'))).toEqual([]);
      const key = files['.pychron/keys/pychron_lab-mac-01.pub']?.text ?? '';
      expect(parseSshPublicKey(key.trim())?.fingerprint).toBe(server.fingerprint);
      expect(journal?.text).not.toContain(API_TOKEN);
      const token = await keyring.get('NMGRL');
      expect(token.ok && token.value?.reveal()).toBe(API_TOKEN);
      await keyring.delete(PENDING_ACCOUNT);
    },
  );
});
