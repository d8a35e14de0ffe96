import type { GrantDialect } from '@onbench/protocol/approval-api';
import { isWellFormedUserCode, normalizeUserCode } from '@onbench/protocol/user-code';
import type { Agent } from '../audit/agent.ts';
import { recordLookup } from '../audit/record-lookup.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { GuessBudget, Looked } from '../limits/guess-budget.ts';
import type { Guesser } from '../limits/guess-limits.ts';
import { createGrantStore, type GrantReading } from './grant-store.ts';
import { hashUserCode } from './user-code.ts';

interface CodeReader {
  readonly db: Database;
  readonly clock: Clock;
  readonly userCodeKey: Buffer;
}

/** Which grants a typed code may stand for, and whose labs are told about them. */
export interface CodeScope {
  readonly dialects: readonly GrantDialect[];
  readonly labs: readonly string[];
}

/**
 * What a typed code stands for. Wrong codes use up a budget, and what can no longer be decided is told in the audit log,
 * whatever it was typed for.
 */
export async function lookUpCode(
  reader: CodeReader & { readonly guesses: GuessBudget },
  { guesser, agent }: { readonly guesser: Guesser; readonly agent: Agent },
  typed: string,
  scope: CodeScope,
): Promise<Looked<GrantReading>> {
  const looked = await reader.guesses.look(guesser, (tx) =>
    readCode({ ...reader, db: tx }, typed, scope),
  );
  if (looked.kind === 'locked') return looked;
  const miss = missOf(looked.found);
  if (miss) await recordLookup(reader.db, agent, miss, looked.found?.grant.id);
  return looked;
}

/** The same for who has looked it up before: a second look is no guess. */
export async function readCode(
  { db, clock, userCodeKey }: CodeReader,
  typed: string,
  { dialects, labs }: CodeScope,
): Promise<GrantReading | null> {
  const code = normalizeUserCode(typed);
  if (!isWellFormedUserCode(code)) return null;
  const store = createGrantStore(db, clock, dialects);
  return await store.findByUserCode(hashUserCode(userCodeKey, code), labs);
}

/** Why a code led to nothing, as the audit log has it. Null: it can be decided about. */
function missOf(reading: GrantReading | null): 'unknown' | 'decided-before' | 'expired' | null {
  if (!reading) return 'unknown';
  if (reading.grant.status !== 'pending') return 'decided-before';
  return reading.grant.expiresAt <= reading.now ? 'expired' : null;
}
