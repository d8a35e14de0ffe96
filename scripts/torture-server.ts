/*
 * `npm run torture -w server`: minutes of strain, and a table of what held in docs/torture-server.md. With a word, only
 * the cases whose names have it, and no table.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startPostgres } from '../test/support/postgres.ts';
import { SERVER_CASES } from '../test/torture/server/server-cases.ts';
import { describeMachine } from './stage/describe-machine.ts';

const FILE = join(import.meta.dirname, '../docs/torture-server.md');

const word = process.argv[2]?.toLowerCase() ?? '';
const beganMs = performance.now();

const postgres = await startPostgres();
const lines = ['| case | security.md | outcome | seconds |', '|---|---|---|---|'];
for (const { name, rows, run } of SERVER_CASES.filter((each) =>
  each.name.toLowerCase().includes(word),
)) {
  const startedMs = performance.now();
  const outcome = await run(postgres, 'full').catch((error: unknown) => {
    process.exitCode = 1;
    return `**broken**: ${error instanceof Error ? error.message : error}`;
  });
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  lines.push(`| ${name} | ${rows} | ${outcome} | ${seconds} |`);
  process.stdout.write(`${lines.at(-1)}\n`);
}
await postgres.stop();
if (word === '') await writeFile(FILE, page(lines));

function page(table: readonly string[]): string {
  const minutes = Math.round((performance.now() - beganMs) / 60_000);
  const day = new Date().toISOString().slice(0, 10);
  return `# The server under torture

\`npm run torture -w server\` runs this in full and writes this page; \`npm test\` runs a moment of each case. Real PostgreSQL,
real processes. It took ${minutes} minutes on ${day}: ${describeMachine()}.

${table.join('\n')}
`;
}
