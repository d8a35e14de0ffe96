import { expect, it } from 'vitest';
import { tortureHostileServer } from '../torture/hostile-server/torture-hostile-server.ts';

/* The short version of the suite that `npm run torture` runs in full. */

/** For a busy machine; an idle one needs a tenth. */
const PATIENCE_MS = 180_000;

it(
  'comes through hostile servers with a named state, and harms nothing',
  async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const rows = await tortureHostileServer({ mutationCount: 30, seed, everyNth: 53 });
    expect(
      rows.flatMap(({ name, violations }) => violations.map((each) => `${name}: ${each}`)),
    ).toEqual([]);
    expect(rows.every(({ cases }) => cases > 9)).toBe(true);
  },
  PATIENCE_MS,
);
