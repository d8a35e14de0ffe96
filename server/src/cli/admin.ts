import { addAdministrator, changePassword } from '../accounts/administrators.ts';
import { createPasswordHasher } from '../accounts/password-hasher.ts';
import { OPERATOR_AGENT } from '../audit/agent.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { choosePassword } from './choose-password.ts';
import { withDatabase } from './with-database.ts';

export async function addAdministratorCommand(
  config: Config,
  request: { email: string; labs: readonly string[]; generatePassword: boolean },
): Promise<number> {
  const { email, labs } = request;
  const password = await choosePassword(request.generatePassword);
  if (!password) return 1;
  const passwordHash = await createPasswordHasher().hash(password);
  const outcome = await withDatabase(config, (db) =>
    addAdministrator(db, systemClock, { email, passwordHash, labs }, OPERATOR_AGENT),
  );
  switch (outcome.kind) {
    case 'exists':
      console.error(`${email} is an administrator already. Use admin passwd to set a password.`);
      return 1;
    case 'unknown-labs':
      console.error(`No such lab: ${outcome.labs.join(', ')}. Add it first with lab add.`);
      return 1;
    case 'added':
      if (request.generatePassword) console.log(password.reveal());
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
    console.error(`There is no administrator ${email}.`);
    return 1;
  }
  if (request.generatePassword) console.log(password.reveal());
  console.error(`Password of ${email} changed. Their sessions have ended.`);
  return 0;
}
