/*
 * Until the first release there is one migration: it is made anew from the schema files, followed by what drizzle-kit
 * cannot say (server/src/db/triggers.sql, where there is any).
 */
import { appendFile, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './setup/run.mjs';

process.chdir(`${dirname(dirname(fileURLToPath(import.meta.url)))}/server`);

await rm('migrations', { recursive: true, force: true });
await run('npx', ['drizzle-kit', 'generate', '--name', 'initial']);
const triggers = await readFile('src/db/triggers.sql', 'utf8').catch(() => '');
if (triggers !== '') {
  await appendFile('migrations/0000_initial.sql', `\n--> statement-breakpoint\n${triggers}`);
}
