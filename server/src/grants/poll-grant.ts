import type { GrantDialect } from '@onbench/protocol/approval-api';
import type { Grant } from '../db/schema.ts';
import type { Metrics } from '../metrics.ts';
import { decideTokenAnswer, type TokenAnswer } from './decide-token-answer.ts';
import type { GrantStore } from './grant-store.ts';
import type { PendingAnswer, PendingGrants } from './pending-grants.ts';
import { PACES } from './polling-pace.ts';

/** A verdict on what the database says. */
export interface Polled {
  readonly grant: Grant;
  readonly verdict: TokenAnswer;
}

interface Poller {
  readonly grants: GrantStore;
  readonly pending: PendingGrants;
  readonly metrics: Metrics;
}

export interface PolledCode {
  readonly deviceCodeHash: string;
  readonly dialect: GrantDialect;
  /** Where the dialect has clients: whose code it has to be. */
  readonly clientId: string | null;
}

/** The hot path: answers from memory, or null where the database has to be asked. */
export function pollMemory(
  { pending, metrics }: Poller,
  { deviceCodeHash, dialect, clientId }: PolledCode,
): PendingAnswer | null {
  const answer = pending.poll(deviceCodeHash, dialect, clientId);
  if (answer) metrics.countPoll(dialect, answer.kind);
  return answer;
}

/** A longer interval is every server's: it is written, and with that announced, before the client hears of it. */
export async function keepInterval(
  { grants }: Poller,
  { deviceCodeHash }: PolledCode,
  answer: PendingAnswer,
): Promise<void> {
  if (answer.kind === 'slow-down' && answer.hasGrown) {
    await grants.recordPoll(deviceCodeHash, answer.intervalSeconds);
  }
}

/** What is found pending is remembered, so that the next poll is cheap. Null: no such code. */
export async function pollDatabase(
  { grants, pending, metrics }: Poller,
  { deviceCodeHash, dialect, clientId }: PolledCode,
): Promise<Polled | null> {
  const mark = pending.mark();
  const reading = await grants.findByDeviceCode(deviceCodeHash, dialect);
  if (reading?.grant.clientId !== clientId) {
    metrics.countPoll(dialect, 'gone');
    return null;
  }
  const { grant, now } = reading;
  const verdict = decideTokenAnswer(grant, now, PACES[dialect]);
  metrics.countPoll(dialect, verdict.kind);
  if (verdict.kind === 'slow-down')
    await grants.recordPoll(deviceCodeHash, verdict.intervalSeconds);
  if (verdict.kind === 'pending' && !pending.remember(mark, grant, now, true)) {
    // Where nothing can be remembered, the database has to know when it was polled.
    await grants.recordPoll(deviceCodeHash, grant.intervalSeconds);
  }
  return { grant, verdict };
}
