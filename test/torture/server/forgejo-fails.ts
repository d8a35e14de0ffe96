import type { TestPostgres } from '../../support/postgres.ts';
import { ForgejoBench, type Workstation } from './forgejo-bench.ts';
import type { PlannedFault } from './forgejo-faults.ts';
import { must, type Scale, type ServerCase } from './server-case.ts';

const ROUNDS = { full: 5, short: 1 };

const FAULTS = ['500', 'reset', 'silence', 'crash'] as const;
const MOMENTS = ['before', 'after'] as const;

/** One fault of a table: at which call, what, and whether that call has taken effect. */
interface Case {
  readonly call: number;
  readonly fault: (typeof FAULTS)[number];
  readonly when: (typeof MOMENTS)[number];
}

interface Subject {
  readonly workstation: Workstation;
  readonly mint: Case;
}

/**
 * Every call that minting makes to a Forgejo, for a lab that it has not heard of, fails in every way: answered 500, cut
 * off, left unanswered, and with the server killed meanwhile; once before it has taken effect and once after. The same
 * for every call of the revocation of what was minted in the end.
 */
export const forgejoFaults: ServerCase = {
  name: 'every call to Forgejo × {kill -9, no answer, 500, reset} × {before, after its effect}',
  rows: 'T12, T14',
  async run(postgres: TestPostgres, scale: Scale) {
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS[scale]; round += 1) {
      const bench = await ForgejoBench.open(postgres);
      try {
        rounds.push(await runRound(bench));
      } finally {
        await bench.close();
      }
    }
    const settled = rounds.flatMap(({ settledSeconds }) => settledSeconds);
    const span = `${Math.min(...settled)} to ${Math.max(...settled)} s`;
    return `${rounds.length} times ${rounds[0]?.what}: one complete set or none, settled ${span} later`;
  },
};

interface Round {
  readonly what: string;
  /** How long until nothing was left to settle, after the mints and after the revocations. */
  readonly settledSeconds: readonly number[];
}

async function runRound(bench: ForgejoBench): Promise<Round> {
  await bench.startServer();
  const calls = await countCalls(bench);
  const subjects = await makeSubjects(bench, tableOf(calls.mint));
  const alive = subjects.filter(({ mint }) => mint.fault !== 'crash');
  const killed = subjects.filter(({ mint }) => mint.fault === 'crash');
  await mintWithFailures(bench, alive);
  await mintWithKill(bench, killed);
  const afterMints = await bench.settled();
  await bench.mustBeComplete(0);
  await mintAgain(bench, alive, killed);
  await bench.mustBeComplete(subjects.length);
  const afterRevocations = await revokeAll(bench, subjects, tableOf(calls.revoke));
  await bench.mustBeComplete(0);
  const of = `${calls.mint} calls of minting and ${calls.revoke} of revoking`;
  return {
    what: `${subjects.length} faults at ${of}`,
    settledSeconds: [afterMints, afterRevocations],
  };
}

/** How many calls they are without any fault. */
async function countCalls(bench: ForgejoBench): Promise<{ mint: number; revoke: number }> {
  const { faults } = bench;
  const workstation = await bench.addWorkstation('F0000');
  await bench.requestApproval(workstation);
  must((await bench.poll(workstation)) === 200, () => 'A mint without faults failed');
  // What lists repositories for the answer comes after the mint.
  const mint = faults.callsFor('F0000').filter((operation) => !operation.endsWith('/repos')).length;
  faults.plan([]);
  must((await bench.revoke(workstation)) === 204, () => 'A revocation without faults failed');
  return { mint, revoke: faults.callsFor('F0000').length };
}

function tableOf(calls: number): readonly Case[] {
  return FAULTS.flatMap((fault) =>
    MOMENTS.flatMap((when) => Array.from({ length: calls }, (_, call) => ({ call, fault, when }))),
  );
}

async function makeSubjects(bench: ForgejoBench, table: readonly Case[]) {
  const subjects: Subject[] = [];
  for (const [index, mint] of table.entries()) {
    const workstation = await bench.addWorkstation(`F${String(index + 1).padStart(4, '0')}`);
    await bench.requestApproval(workstation);
    subjects.push({ workstation, mint });
  }
  return subjects;
}

function planned({ lab }: Workstation, { call, fault, when }: Case): PlannedFault {
  // A server that is to be killed waits for it.
  return { lab, call, when, kind: fault === 'crash' ? 'silence' : fault };
}

async function mintWithFailures(bench: ForgejoBench, subjects: readonly Subject[]): Promise<void> {
  bench.faults.plan(subjects.map(({ workstation, mint }) => planned(workstation, mint)));
  await Promise.all(
    subjects.map(async ({ workstation, mint }) => {
      const status = await bench.poll(workstation);
      must(status === 502, () => `${describe(mint)} was answered ${status}`);
      const again = await bench.poll(workstation);
      must(again === 410, () => `${describe(mint)}, asked again, was answered ${again}`);
    }),
  );
}

/** Each mint hangs at a call of its own when the server is killed: one kill is a kill at every step. */
async function mintWithKill(bench: ForgejoBench, subjects: readonly Subject[]): Promise<void> {
  bench.faults.plan(subjects.map(({ workstation, mint }) => planned(workstation, mint)));
  const allHang = bench.faults.met(subjects.length);
  const polls = subjects.map(({ workstation }) => bench.poll(workstation).catch(() => 'cut off'));
  await allHang;
  await bench.killServer();
  const outcomes = await Promise.all(polls);
  must(
    outcomes.every((outcome) => outcome === 'cut off'),
    () => `Answered before the kill: ${outcomes}`,
  );
  await bench.startServer();
}

/** Who was told that it failed starts over with the same key; who was told nothing goes on with the same code. */
async function mintAgain(
  bench: ForgejoBench,
  alive: readonly Subject[],
  killed: readonly Subject[],
): Promise<void> {
  for (const { workstation } of alive) await bench.requestApproval(workstation);
  // One after the other: a crowd at a slow machine would be refused for its number, and not for what is asked here.
  for (const { workstation, mint } of [...alive, ...killed]) {
    const status = await bench.poll(workstation);
    must(status === 200, () => `After ${describe(mint)}: ${status}`);
  }
}

async function revokeAll(
  bench: ForgejoBench,
  subjects: readonly Subject[],
  table: readonly Case[],
): Promise<number> {
  const revocations = subjects.map(({ workstation }, index) => ({
    workstation,
    revocation: table[index % table.length] as Case,
  }));
  const alive = revocations.filter(({ revocation }) => revocation.fault !== 'crash');
  bench.faults.plan(alive.map((each) => planned(each.workstation, each.revocation)));
  const statuses = await Promise.all(alive.map(({ workstation }) => bench.revoke(workstation)));
  must(
    statuses.every((status) => status === 204),
    () => `Revocations were answered ${statuses}`,
  );
  const killed = revocations.filter(({ revocation }) => revocation.fault === 'crash');
  bench.faults.plan(killed.map((each) => planned(each.workstation, each.revocation)));
  const allHang = bench.faults.met(killed.length);
  const cutOff = killed.map(({ workstation }) => bench.revoke(workstation).catch(() => 'cut off'));
  await allHang;
  await bench.killServer();
  await Promise.all(cutOff);
  await bench.startServer();
  for (const { workstation } of revocations) {
    must(!(await bench.isValid(workstation)), () => `The token of ${workstation.lab} is valid`);
  }
  return await bench.settled();
}

function describe({ call, fault, when }: Case): string {
  return `${fault} ${when} the effect of call ${call}`;
}
