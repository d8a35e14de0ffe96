import { asc, eq, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { administratorLabs, devices, labs } from '../db/schema.ts';

export interface ListedLab {
  readonly name: string;
  readonly createdAt: Date;
  readonly devices: number;
  readonly administrators: number;
}

export async function listLabs(db: Database): Promise<readonly ListedLab[]> {
  return await db
    .select({
      name: labs.name,
      createdAt: labs.createdAt,
      devices: db.$count(devices, eq(devices.lab, labs.name)),
      administrators: db.$count(administratorLabs, eq(administratorLabs.lab, labs.name)),
    })
    .from(labs)
    .orderBy(asc(sql`lower(${labs.name})`));
}
