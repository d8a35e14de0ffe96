import { sql } from 'drizzle-orm';
import type { Database } from '../../server/src/db/database.ts';

/** What only the owner of the database can do, and no server does: the triggers are off for it. */
export async function tamper(db: Database, statement: string): Promise<void> {
  await db.transaction(async (tx) => {
    for (const table of ['audit_events', 'audit_seals']) {
      await tx.execute(sql.raw(`alter table ${table} disable trigger all`));
    }
    await tx.execute(sql.raw(statement));
    for (const table of ['audit_events', 'audit_seals']) {
      await tx.execute(sql.raw(`alter table ${table} enable trigger all`));
    }
  });
}

/** The event that was sealed at this place of the chain. */
export function eventAt(position: number): string {
  return `(select event_id from audit_seals where position = ${position})`;
}

export async function emptyAuditLog(db: Database): Promise<void> {
  await tamper(db, 'truncate audit_events, audit_seals, audit_head restart identity');
}
