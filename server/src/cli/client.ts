import { addOAuthClient, listOAuthClients } from '../accounts/oauth-clients.ts';
import { OPERATOR_AGENT } from '../audit/agent.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { withDatabase } from './with-database.ts';

export async function addClientCommand(
  config: Config,
  client: { readonly clientId: string; readonly name: string },
): Promise<number> {
  const added = await withDatabase(config, (db) =>
    addOAuthClient(db, systemClock, client, OPERATOR_AGENT),
  );
  const { clientId, name } = client;
  console.error(
    added ? `Client ${clientId} added: ${name}.` : `Client ${clientId} exists already.`,
  );
  return added ? 0 : 1;
}

/** One line a client on standard output: id, name and since when, with tabs between. */
export async function listClientsCommand(config: Config): Promise<number> {
  const clients = await withDatabase(config, listOAuthClients);
  for (const { clientId, name, createdAt } of clients) {
    console.log([clientId, name, createdAt.toISOString()].join('\t'));
  }
  return 0;
}
