import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../protocol/src/secret.ts';
import { addLab } from '../../server/src/accounts/labs.ts';
import { OPERATOR_AGENT } from '../../server/src/audit/agent.ts';
import { systemClock } from '../../server/src/clock.ts';
import { revokeCredential } from '../../server/src/credentials/revoke-credential.ts';
import { startGitHost } from '../../server/src/credentials/start-git-host.ts';
import type { OpenDatabase } from '../../server/src/db/database.ts';
import { openPostgres } from '../../server/src/db/open-postgres.ts';
import type { Credential } from '../../server/src/db/schema.ts';
import { createGrantStore, LAB_DIALECTS } from '../../server/src/grants/grant-store.ts';
import { mintCredential } from '../../server/src/grants/mint-credential.ts';
import { FakeGitHost } from '../fakes/fake-git-host.ts';
import { ADA, WORKSTATION } from '../support/agents.ts';
import { insertGrant } from '../support/insert-grant.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

const DEVICE_CODE = new Secret('device code');

function signal() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** A host that keeps others waiting after each change, as a slow disk would, until it is let go on. */
class SlowGitHost extends FakeGitHost {
  readonly changed = signal();
  readonly goOn = signal();

  override async removeKey(key: Parameters<FakeGitHost['removeKey']>[0]): Promise<void> {
    await super.removeKey(key);
    this.changed.resolve();
    await this.goOn.promise;
  }

  override async addKey(key: Parameters<FakeGitHost['addKey']>[0]) {
    const added = await super.addKey(key);
    this.changed.resolve();
    await this.goOn.promise;
    return added;
  }
}

let postgres: TestPostgres;
let first: OpenDatabase;
let second: OpenDatabase;
let host: SlowGitHost;
let count = 0;

beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.createDatabase();
  const open = () =>
    openPostgres(url, (error) => {
      throw error;
    });
  [first, second] = [await open(), await open()];
  await addLab(first.db, systemClock, 'NMGRL', OPERATOR_AGENT);
});
afterAll(async () => {
  await first.close();
  await second.close();
  await postgres.stop();
});
beforeEach(() => {
  host = new SlowGitHost();
});

async function mint(): Promise<Credential> {
  count += 1;
  const store = createGrantStore(first.db, systemClock, LAB_DIALECTS);
  const grant = await insertGrant(store, {
    dialect: 'pychron',
    deviceCodeHash: `device-${count}`,
    userCodeHash: `user-${count}`,
    publicKey: `ssh-ed25519 key-${count}`,
    keyFingerprint: `SHA256:${count}`,
    hostname: 'lab-mac-01',
    requestedFrom: '127.0.0.1',
    intervalSeconds: 5,
  });
  const approval = {
    lab: 'NMGRL',
    technicianEmail: 'tech@example.org',
    scopes: [],
    deviceName: null,
    credentialLifetime: 'never',
    reason: null,
  } as const;
  await store.approve(grant.id, { ...approval, scopes: [] }, ADA);
  const minting = { db: first.db, clock: systemClock, gitHost: host };
  const outcome = await mintCredential(minting, grant.id, DEVICE_CODE, WORKSTATION);
  if (outcome.kind !== 'minted') throw new Error(outcome.kind);
  return outcome.credential;
}

/** As far as it gets: it ends, or waits for the other server. */
async function letRun(starting: Promise<void>): Promise<void> {
  await Promise.race([starting, sleep(300)]);
}

describe('a server that starts on a git host that others use', () => {
  it('does not take away a key that another one is letting in', async () => {
    const minting = mint();
    await host.changed.promise;
    const starting = startGitHost(second.db, host);
    await letRun(starting);
    host.goOn.resolve();
    await Promise.all([minting, starting]);
    expect([...host.keys.keys()]).toContain(`SHA256:${count}`);
  });

  it('does not bring back a key that another one is revoking', async () => {
    host.goOn.resolve();
    const credential = await mint();
    const slow = new SlowGitHost();
    await startGitHost(second.db, slow);
    expect([...slow.keys.keys()]).toContain(`SHA256:${count}`);
    const server = { db: first.db, clock: systemClock, gitHost: slow };
    const revoking = revokeCredential(server, credential, { by: ADA, reason: 'asked-for' });
    await slow.changed.promise;
    const starting = startGitHost(second.db, slow);
    await letRun(starting);
    slow.goOn.resolve();
    await Promise.all([revoking, starting]);
    expect([...slow.keys.keys()]).not.toContain(`SHA256:${count}`);
  });
});
