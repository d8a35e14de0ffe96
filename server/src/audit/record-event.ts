import { type AuditFacts, type AuditKind, auditFacts } from '@onbench/protocol/audit';
import { auditEvents } from '../db/audit-schema.ts';
import type { Database } from '../db/database.ts';
import type { Agent } from './agent.ts';

/** What happened: who did what to which, with the facts that its kind has. */
export type AuditEvent = { [Kind in AuditKind]: EventOf<Kind> }[AuditKind];

interface EventOf<Kind extends AuditKind> {
  readonly kind: Kind;
  readonly by: Agent;
  readonly lab?: string | null;
  readonly grantId?: string;
  readonly credentialId?: string;
  readonly deviceId?: string | null;
  readonly facts: AuditFacts<Kind>;
}

/** Appends to the audit log, in the transaction of what it tells: both are committed, or neither (security.md T24). */
export async function recordEvent(tx: Database, event: AuditEvent): Promise<void> {
  await recordEvents(tx, [event]);
}

/** The same for many at once, in one statement. */
export async function recordEvents(tx: Database, events: readonly AuditEvent[]): Promise<void> {
  if (events.length > 0) await tx.insert(auditEvents).values(events.map(rowOf));
}

/** Facts that their kind does not name are a bug, and stop what they would have told. */
function rowOf({ kind, by, facts, ...subjects }: AuditEvent): typeof auditEvents.$inferInsert {
  return {
    ...subjects,
    kind,
    actor: by.kind,
    actorId: by.id,
    actorName: by.name,
    address: by.address,
    facts: auditFacts[kind].parse(facts),
  };
}
