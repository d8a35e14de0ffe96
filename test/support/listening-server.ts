import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../protocol/src/secret.ts';
import { addAdministrator } from '../../server/src/accounts/administrators.ts';
import { addLab } from '../../server/src/accounts/labs.ts';
import { addOAuthClient } from '../../server/src/accounts/oauth-clients.ts';
import { createPasswordHasher } from '../../server/src/accounts/password-hasher.ts';
import { OPERATOR_AGENT } from '../../server/src/audit/agent.ts';
import { systemClock } from '../../server/src/clock.ts';
import { type Config, readConfig } from '../../server/src/config.ts';
import type { GitHost } from '../../server/src/git-host/git-host.ts';
import { openDatabase } from '../../server/src/open-database.ts';
import { startServer } from '../../server/src/server.ts';
import { FakeGitHost } from '../fakes/fake-git-host.ts';

/** Who may approve for its lab. */
export const ADMINISTRATOR = { email: 'ada@example.org', password: 'correct horse battery' };

export interface ListeningServer {
  readonly url: string;
  /** Gone when it has stopped. */
  readonly dataDir: string;
  /** As an administrator does it, by the code that the client shows. */
  decide(
    verb: 'approve' | 'deny',
    userCode: string,
    scopes?: readonly string[],
    approval?: { readonly lab?: string; readonly expires_in?: string },
  ): Promise<void>;
  stop(): Promise<void>;
}

export interface ListeningServerOptions {
  readonly clientIds?: readonly string[];
  readonly labs?: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
  /** In memory unless another one is given. */
  readonly openHost?: (config: Config) => Promise<GitHost>;
}

/** The real server on a free port of loopback, on the real clock, with these labs and registered OAuth clients. */
export async function startListeningServer({
  clientIds = [],
  labs = ['NMGRL'],
  settings = {},
  openHost = async () => new FakeGitHost(),
}: ListeningServerOptions): Promise<ListeningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'onbench-server-'));
  const config = readTestConfig(folder, settings);
  await prepare(config, clientIds, labs);
  const { url, stop } = await startServer(config, openHost);
  const headers = await signIn(url);
  return {
    url,
    dataDir: folder,
    decide: async (verb, user_code, scopes = ['workstations:register_ssh_key'], choice = {}) => {
      const approval = { lab: 'NMGRL', technician_email: 'tech@example.org', scopes, ...choice };
      const body = { user_code, ...(verb === 'approve' ? approval : {}) };
      const response = await post(`${url}/api/v1/forgejo/device-codes/${verb}`, body, headers);
      if (!response.ok) throw new Error(`${verb}: ${response.status} ${await response.text()}`);
    },
    stop: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function readTestConfig(folder: string, settings: Readonly<Record<string, string>>): Config {
  const outcome = readConfig({
    ...settings,
    ONBENCH_DATA_DIR: folder,
    ONBENCH_PORT: '0',
    ONBENCH_SSH_PORT: '0',
    ONBENCH_LOG_LEVEL: 'silent',
  });
  if (outcome.kind === 'invalid') throw new Error(outcome.problems.join('\n'));
  return outcome.config;
}

async function prepare(
  config: Config,
  clientIds: readonly string[],
  labs: readonly string[],
): Promise<void> {
  const { db, close } = await openDatabase(config, () => {});
  for (const lab of labs) await addLab(db, systemClock, lab, OPERATOR_AGENT);
  const passwordHash = await createPasswordHasher().hash(new Secret(ADMINISTRATOR.password));
  await addAdministrator(
    db,
    systemClock,
    { email: ADMINISTRATOR.email, passwordHash, labs: [...labs] },
    OPERATOR_AGENT,
  );
  for (const clientId of clientIds) {
    await addOAuthClient(
      db,
      systemClock,
      { clientId, name: `The client ${clientId}` },
      OPERATOR_AGENT,
    );
  }
  await close();
}

async function signIn(url: string): Promise<Record<string, string>> {
  const response = await post(`${url}/api/v1/session`, ADMINISTRATOR, { origin: url });
  const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
  const { csrf_token } = await response.json();
  return { origin: url, 'x-csrf-token': csrf_token, cookie };
}

async function post(url: string, body: unknown, headers: Record<string, string>) {
  return await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}
