/*
 * `npm run torture`: what an enrollment must survive, in full; `npm test` has a short version of each. Prints a summary
 * table and writes it to docs/torture.md. With words as arguments it runs the cases whose names hold one of them, and
 * writes nothing.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TortureCase, TortureRow } from '../test/torture/workstation/torture-case.ts';
import { TORTURE_CASES } from '../test/torture/workstation/torture-cases.ts';
import { describeMachine } from './stage/describe-machine.ts';
import { PROJECT } from './stage/desktop-app.ts';

interface Outcome {
  readonly name: string;
  readonly minutes: number;
  readonly rows: readonly TortureRow[];
  readonly skipReason: string | null;
}

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const chosen = TORTURE_CASES.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word)),
);
const busy = chosen.filter(({ isMostlyWaiting }) => !isMostlyWaiting);
const expected = busy.reduce((sum, { minutes }) => sum + minutes, 0);
console.log(`${chosen.length} cases, about ${expected} minutes.`);

const startedAt = performance.now();
const beside = chosen.filter(({ isMostlyWaiting }) => isMostlyWaiting).map(runCase);
const outcomes: Outcome[] = [];
for (const one of busy) outcomes.push(await runCase(one));
outcomes.push(...(await Promise.all(beside)));
const took = (performance.now() - startedAt) / 60_000;

const table = renderTable(outcomes);
console.log(`\n${table}`);
const problems = outcomes.flatMap(({ rows }) => rows.flatMap((row) => row.problems));
for (const problem of problems) console.log(`PROBLEM ${problem}`);
if (words.length === 0) await writeFile(join(PROJECT, 'docs/torture.md'), renderPage(table));
process.exit(problems.length === 0 ? 0 : 1);

async function runCase({ name, minutes, skipReason, run }: TortureCase): Promise<Outcome> {
  const reason = await skipReason();
  if (reason !== null) {
    console.log(`\n${name}: skipped: ${reason}`);
    return { name, minutes: 0, rows: [], skipReason: reason };
  }
  console.log(`\n${name}: begun, about ${minutes} min`);
  const startedAt = performance.now();
  // What breaks one case must not cost the others, nor the table.
  const rows = await run('full').catch((error: unknown): readonly TortureRow[] => [
    { what: 'the case itself', measured: 'broken', problems: [`${name}: ${error}`] },
  ]);
  console.log(`\n${name}: ended`);
  for (const { what, measured, problems } of rows) {
    console.log(`  ${problems.length === 0 ? 'passed' : 'FAILED'}  ${what}: ${measured}`);
  }
  return { name, minutes: (performance.now() - startedAt) / 60_000, rows, skipReason: null };
}

function renderTable(all: readonly Outcome[]): string {
  const lines = all.flatMap(({ name, minutes, rows, skipReason }) => [
    `| **${name}** | ${skipReason === null ? `${minutes.toFixed(1)} min` : `skipped: ${skipReason}`} | |`,
    ...rows.map(({ what, measured, problems }) => {
      const result = problems.length === 0 ? 'passed' : `${problems.length} problems`;
      return `| ${what} | ${measured} | ${result} |`;
    }),
  ]);
  return ['| Case | Measured | Result |', '|---|---|---|', ...lines].join('\n');
}

function renderPage(table: string): string {
  const day = new Date().toISOString().slice(0, 10);
  return `# Torture

What an enrollment must survive. \`npm run torture\` runs it in full and writes this page; \`npm test\` runs a short
version of each case. It took ${Math.round(took)} minutes on ${day}: ${describeMachine()}.

${table}
`;
}
