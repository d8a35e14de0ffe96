import { sql } from 'drizzle-orm';
import type { Database } from '../../server/src/db/database.ts';

/** What only the owner of the database can do, and no server does: the triggers are off for it. */
export async function tamper(db: Database, statement: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`alter table audit_events disable trigger all`);
    await tx.execute(sql.raw(statement));
    await tx.execute(sql`alter table audit_events enable trigger all`);
  });
}

export async function emptyAuditLog(db: Database): Promise<void> {
  await tamper(db, 'truncate audit_events, audit_head restart identity');
}
