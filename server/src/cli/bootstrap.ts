import { addAdministrator, hasAdministrators } from '../accounts/administrators.ts';
import { generatePassword } from '../accounts/generate-password.ts';
import { addLab, ensureDefaultRepositories } from '../accounts/labs.ts';
import { createPasswordHasher } from '../accounts/password-hasher.ts';
import { OPERATOR_AGENT } from '../audit/agent.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { openGitHost } from '../open-git-host.ts';
import { withDatabase } from './with-database.ts';

/** For a first start: prints the new administrator's password, alone, or nothing when there was one before. */
export async function bootstrapCommand(
  config: Config,
  lab: string,
  email: string,
): Promise<number> {
  return await withDatabase(config, async (db) => {
    if (await hasAdministrators(db)) {
      console.error('There are administrators already. Nothing was changed.');
      return 0;
    }
    await addLab(db, systemClock, lab, OPERATOR_AGENT);
    await ensureDefaultRepositories(db, await openGitHost(config));
    const password = generatePassword();
    const passwordHash = await createPasswordHasher().hash(password);
    const account = { email, passwordHash, labs: [lab], serverAdministrator: true };
    await addAdministrator(db, systemClock, account, OPERATOR_AGENT);
    console.log(password.reveal());
    console.error(`${email} added, for ${lab}.`);
    return 0;
  });
}
