import { eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { administrators } from '../db/schema.ts';

/** An administrator as the owner of devices and tokens. */
export interface Person {
  readonly id: string;
  /** How RomM clients name the person. */
  readonly number: number;
  readonly email: string;
  readonly createdAt: Date;
}

export async function findPerson(db: Database, administratorId: string): Promise<Person | null> {
  const [row] = await db
    .select({
      id: administrators.id,
      number: administrators.number,
      email: administrators.email,
      createdAt: administrators.createdAt,
    })
    .from(administrators)
    .where(eq(administrators.id, administratorId));
  return row ?? null;
}
