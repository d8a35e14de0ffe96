import type { AuditFacts } from '@onbench/protocol/audit';
import type { Database } from '../db/database.ts';
import type { Agent } from './agent.ts';
import { recordEvent } from './record-event.ts';

/**
 * Somebody asked what is behind a user code. Of a code that is not known nothing is kept: a mistyped one may be next to
 * one that is on a screen right now.
 */
export async function recordLookup(
  db: Database,
  by: Agent,
  outcome: AuditFacts<'code-looked-up'>['outcome'],
  grantId?: string,
): Promise<void> {
  const subject = grantId === undefined ? {} : { grantId };
  await recordEvent(db, { kind: 'code-looked-up', by, ...subject, facts: { outcome } });
}
