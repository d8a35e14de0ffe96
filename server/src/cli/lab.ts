import { addLab, ensureDefaultRepositories } from '../accounts/labs.ts';
import { OPERATOR_AGENT } from '../audit/agent.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { openGitHost } from '../open-git-host.ts';
import { withDatabase } from './with-database.ts';

/** A second time it adds nothing and is a success: its repository is seen to again. */
export async function addLabCommand(config: Config, name: string): Promise<number> {
  return await withDatabase(config, async (db) => {
    const added = await addLab(db, systemClock, name, OPERATOR_AGENT);
    await ensureDefaultRepositories(db, await openGitHost(config));
    console.error(added ? `Lab ${name} added.` : `Lab ${name} is there already.`);
    return 0;
  });
}
