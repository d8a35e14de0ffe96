import type { GrantableScope } from '@onbench/protocol/grantable-scopes';
import {
  type AdministratorRights,
  changeRights,
  listAdministrators,
  type RightsOutcome,
  removeAdministrator,
} from '../accounts/administrator-rights.ts';
import { addAdministrator, changePassword, findAdministrator } from '../accounts/administrators.ts';
import { createPasswordHasher } from '../accounts/password-hasher.ts';
import { OPERATOR_AGENT } from '../audit/agent.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { choosePassword } from './choose-password.ts';
import { withDatabase } from './with-database.ts';

export interface AddAdministratorRequest {
  readonly email: string;
  readonly labs: readonly string[];
  /** Everything, where it is left out. */
  readonly mayGrant?: readonly GrantableScope[] | undefined;
  readonly serverAdministrator: boolean;
  readonly generatePassword: boolean;
}

export async function addAdministratorCommand(
  config: Config,
  { generatePassword, mayGrant, ...request }: AddAdministratorRequest,
): Promise<number> {
  const { email, labs } = request;
  const password = await choosePassword(generatePassword);
  if (!password) return 1;
  const passwordHash = await createPasswordHasher().hash(password);
  const account = { ...request, passwordHash, ...(mayGrant && { mayGrant }) };
  const outcome = await withDatabase(config, (db) =>
    addAdministrator(db, systemClock, account, OPERATOR_AGENT),
  );
  switch (outcome.kind) {
    case 'exists':
      console.error(`${email} is an administrator already. Use admin passwd to set a password.`);
      return 1;
    case 'unknown-labs':
      console.error(noSuchLab(outcome.labs));
      return 1;
    case 'added':
      if (generatePassword) console.log(password.reveal());
      console.error(`${email} added, for ${labs.join(', ') || 'no lab yet'}.`);
      return 0;
  }
}

export async function changePasswordCommand(
  config: Config,
  request: { email: string; generatePassword: boolean },
): Promise<number> {
  const { email } = request;
  const password = await choosePassword(request.generatePassword);
  if (!password) return 1;
  const passwordHash = await createPasswordHasher().hash(password);
  const changed = await withDatabase(config, (db) =>
    changePassword(db, email, passwordHash, OPERATOR_AGENT),
  );
  if (!changed) {
    console.error(noSuchAdministrator(email));
    return 1;
  }
  if (request.generatePassword) console.log(password.reveal());
  console.error(`Password of ${email} changed. Their sessions have ended.`);
  return 0;
}

/** What is left out stays as it is. */
export async function changeRightsCommand(
  config: Config,
  email: string,
  rights: Partial<AdministratorRights>,
): Promise<number> {
  return await onAdministrator(config, email, 'changed', (db, id) =>
    changeRights(db, id, rights, OPERATOR_AGENT),
  );
}

export async function removeAdministratorCommand(config: Config, email: string): Promise<number> {
  return await onAdministrator(config, email, 'removed', (db, id) =>
    removeAdministrator(db, id, OPERATOR_AGENT),
  );
}

async function onAdministrator(
  config: Config,
  email: string,
  done: string,
  act: (db: Database, id: string) => Promise<RightsOutcome>,
): Promise<number> {
  const outcome = await withDatabase(config, async (db): Promise<RightsOutcome> => {
    const account = await findAdministrator(db, email);
    return account ? await act(db, account.id) : { kind: 'unknown-administrator' };
  });
  console.error(describe(outcome, email, done));
  return outcome.kind === 'done' ? 0 : 1;
}

function describe(outcome: RightsOutcome, email: string, done: string): string {
  switch (outcome.kind) {
    case 'done':
      return `${email} ${done}.`;
    case 'unknown-administrator':
      return noSuchAdministrator(email);
    case 'unknown-labs':
      return noSuchLab(outcome.labs);
    case 'last-administrator':
      return `${email} is the last to look after the server. Give somebody else --server-admin first.`;
  }
}

/** One line each on standard output: e-mail, labs, what they may grant, and whether they look after the server. */
export async function listAdministratorsCommand(config: Config): Promise<number> {
  for (const each of await withDatabase(config, listAdministrators)) {
    const { email, labs, mayGrant, serverAdministrator } = each;
    const role = serverAdministrator ? 'server-admin' : '';
    console.log([email, labs.join(','), mayGrant.join(','), role].join('\t'));
  }
  return 0;
}

function noSuchAdministrator(email: string): string {
  return `There is no administrator ${email}.`;
}

function noSuchLab(labs: readonly string[]): string {
  return `No such lab: ${labs.join(', ')}. Add it first with lab add.`;
}
