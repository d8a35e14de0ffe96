import { expect, it } from 'vitest';
import { Secret } from '../../protocol/src/secret.ts';
import { createPasswordHasher, HasherBusy } from '../../server/src/accounts/password-hasher.ts';

const MIB = 1_024 * 1_024;

/** security.md T22, with the real argon2id. */
it('checks 200 passwords at once in the memory of four, and refuses what it cannot queue', async () => {
  const hasher = createPasswordHasher();
  const stored = await hasher.hash(new Secret('correct horse'));
  await hasher.verify(new Secret('warm up'), null);
  const before = process.memoryUsage().rss;
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 5);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 200 }, (_, index) =>
      hasher.verify(new Secret(index === 0 ? 'correct horse' : 'guess'), stored),
    ),
  );
  clearInterval(sampling);
  const checked = outcomes.filter(({ status }) => status === 'fulfilled');
  const refused = outcomes.filter(
    (outcome) => outcome.status === 'rejected' && outcome.reason instanceof HasherBusy,
  );
  expect([checked.length, refused.length]).toEqual([36, 164]);
  expect(outcomes[0]).toEqual({ status: 'fulfilled', value: true });
  expect(most - before).toBeLessThan(4 * 64 * MIB + 64 * MIB);
});
