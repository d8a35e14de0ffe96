import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { auditEvents } from '../../../server/src/db/audit-schema.ts';
import { eachTestApp } from '../../support/each-test-app.ts';
import { RommDevice } from '../../support/romm-device.ts';
import type { TestApp } from '../../support/test-app.ts';

const LIFETIME_SECONDS = 15 * 60;

let test: TestApp;
let ada: Record<string, string>;
eachTestApp((app) => {
  test = app;
});
beforeEach(async () => {
  ada = await test.signIn();
});

/** A code of each dialect, and how somebody looks at it and denies it. */
const DIALECTS = {
  pychron: async () => {
    const { user_code } = await test.start();
    return {
      look: (code = user_code) => test.decide('lookup', code, ada),
      deny: () => test.decide('deny', user_code, ada),
    };
  },
  romm: async () => {
    const device = new RommDevice(test);
    const { user_code } = await device.init();
    return {
      look: (code = user_code) => device.pending(code, ada),
      deny: () => device.deny(user_code, ada),
    };
  },
} as const;

async function lookups() {
  return await test.db
    .select({ facts: auditEvents.facts, grantId: auditEvents.grantId })
    .from(auditEvents)
    .where(eq(auditEvents.kind, 'code-looked-up'));
}

describe.each(Object.entries(DIALECTS))('a look-up in vain (%s)', (_dialect, ask) => {
  it('of a code that nobody was given says no code and no grant', async () => {
    const { look } = await ask();
    await look('BCDFGHJK');
    expect(await lookups()).toEqual([{ facts: { outcome: 'unknown' }, grantId: null }]);
  });

  it('of one that was decided before is told', async () => {
    const { look, deny } = await ask();
    await deny();
    await look();
    expect((await lookups()).at(-1)?.facts).toEqual({ outcome: 'decided-before' });
  });

  it('of one that has expired is told', async () => {
    const { look } = await ask();
    test.clock.advance(LIFETIME_SECONDS + 1);
    await look();
    expect((await lookups()).at(-1)?.facts).toEqual({ outcome: 'expired' });
  });
});
