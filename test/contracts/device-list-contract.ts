import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVICE_SORTS, DEVICE_STATES } from '../../protocol/src/admin-api.ts';
import {
  changeRights,
  listAdministrators,
  removeAdministrator,
} from '../../server/src/accounts/administrator-rights.ts';
import { addAdministrator } from '../../server/src/accounts/administrators.ts';
import { addLab } from '../../server/src/accounts/labs.ts';
import { OPERATOR_AGENT } from '../../server/src/audit/agent.ts';
import { systemClock } from '../../server/src/clock.ts';
import type { OpenDatabase } from '../../server/src/db/database.ts';
import type { Viewer } from '../../server/src/devices/device-rows.ts';
import { countDevices, listDevicePage } from '../../server/src/devices/list-devices.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const COUNT = 203;

/** What any database under the administrators' lists must do. `open` gives an empty one, migrated. */
export function describeDeviceList(name: string, open: () => Promise<OpenDatabase>): void {
  describe(`the administrators' lists on ${name}`, () => {
    let database: OpenDatabase;
    let reader: { db: OpenDatabase['db']; clock: typeof systemClock };
    const viewer: Viewer = { id: NOBODY, labs: ['NMGRL'] };

    beforeAll(async () => {
      database = await open();
      reader = { db: database.db, clock: systemClock };
      for (const lab of ['NMGRL', 'OTHER'])
        await addLab(database.db, systemClock, lab, OPERATOR_AGENT);
      // Names of every kind; times that differ by less than a millisecond, and some that do not differ at all.
      await database.db.execute(sql`
        insert into devices (lab, hostname, name, created_at, enrolled_at, last_seen_at)
        select case when n % 10 = 9 then 'OTHER' else 'NMGRL' end, 'host-' || n,
          (array['Émile', 'emile', 'Zoë 7', '_x', '10', '9', 'a b', 'A-B'])[1 + n % 8] || n / 16,
          timestamptz '2026-05-09' + make_interval(secs => (n / 3) * 0.000001), now(),
          case when n % 4 = 0 then null else timestamptz '2026-05-09' + make_interval(secs => n / 5) end
        from generate_series(1, ${COUNT}::int) as n`);
    });
    afterAll(async () => {
      await database.close();
    });

    it.each(DEVICE_SORTS.flatMap((sort) => [['asc', sort] as const, ['desc', sort] as const]))(
      'are paged through %s by %s, each device once and in order',
      async (order, sort) => {
        const seen: { id: string; sortKey: string }[] = [];
        let after: string | undefined;
        do {
          const page = await listDevicePage(reader, viewer, { sort, order, after }, 7);
          if (!page) throw new Error('The page before ended nowhere');
          seen.push(...page.rows);
          after = page.next ?? undefined;
        } while (after !== undefined);
        const whole = await listDevicePage(reader, viewer, { sort, order }, COUNT);
        expect(seen.map(({ id }) => id)).toEqual(whole?.rows.map(({ id }) => id));
        expect(seen).toHaveLength(await countDevices(reader, viewer, {}));
        expect(new Set(seen.map(({ id }) => id)).size).toBe(183);
      },
    );

    it('count each device in one state', async () => {
      const counts = await Promise.all(
        DEVICE_STATES.map((state) => countDevices(reader, viewer, { state })),
      );
      expect(counts.reduce((sum, count) => sum + count)).toBe(183);
    });

    it('keep one administrator of the server, however many leave at once', async () => {
      for (let count = 0; count < 8; count += 1) {
        const account = { email: `${count}@example.org`, passwordHash: 'none', labs: ['NMGRL'] };
        await addAdministrator(
          database.db,
          systemClock,
          { ...account, serverAdministrator: true },
          OPERATOR_AGENT,
        );
      }
      const ids = (await listAdministrators(database.db)).map(({ id }) => id);
      const outcomes = await Promise.all(
        ids.map((id, index) =>
          index % 2 === 0
            ? removeAdministrator(database.db, id, OPERATOR_AGENT)
            : changeRights(database.db, id, { serverAdministrator: false }, OPERATOR_AGENT),
        ),
      );
      expect(outcomes.filter(({ kind }) => kind === 'last-administrator')).toHaveLength(1);
      const left = (await listAdministrators(database.db)).filter(
        (each) => each.serverAdministrator,
      );
      expect(left).toHaveLength(1);
    });
  });
}
