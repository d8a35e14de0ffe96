import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';
import { grants, labs } from './schema.ts';

/** Machines whose request is announced before it comes: each announcement stands for one enrollment. */
export const expectedDevices = pgTable(
  'expected_devices',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    lab: text('lab')
      .notNull()
      .references(() => labs.name),
    hostname: text('hostname').notNull(),
    /** Null: whoever approves fills it in. */
    technicianEmail: text('technician_email'),
    startsAt: time('starts_at').notNull(),
    endsAt: time('ends_at').notNull(),
    /** For people: an e-mail address. */
    announcedBy: text('announced_by').notNull(),
    createdAt: time('created_at').notNull(),
    /** When a request of that name was approved for the lab: from then on another one is not expected. */
    metAt: time('met_at'),
  },
  (table) => [
    check('expected_devices_span', sql`${table.startsAt} < ${table.endsAt}`),
    index('expected_devices_hostname').on(sql`lower(${table.hostname})`),
    index('expected_devices_lab').on(table.lab, table.endsAt),
  ],
);

/** Windows of hours in which so many machines from named networks are enrolled into a lab. */
export const enrollmentDays = pgTable(
  'enrollment_days',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    lab: text('lab')
      .notNull()
      .references(() => labs.name),
    machines: integer('machines').notNull(),
    /** Addresses and CIDR ranges. */
    networks: text('networks').array().notNull(),
    /** Null: whoever approves fills it in. */
    technicianEmail: text('technician_email'),
    startsAt: time('starts_at').notNull(),
    endsAt: time('ends_at').notNull(),
    /** For people: an e-mail address. */
    announcedBy: text('announced_by').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (table) => [
    check('enrollment_days_span', sql`${table.startsAt} < ${table.endsAt}`),
    index('enrollment_days_lab').on(table.lab, table.endsAt),
  ],
);

/** What was approved on which day: it counts against the number of machines. */
export const enrollmentDayGrants = pgTable(
  'enrollment_day_grants',
  {
    grantId: uuid('grant_id')
      .primaryKey()
      .references(() => grants.id, { onDelete: 'cascade' }),
    dayId: uuid('day_id')
      .notNull()
      .references(() => enrollmentDays.id, { onDelete: 'cascade' }),
  },
  (table) => [index('enrollment_day_grants_day').on(table.dayId)],
);
