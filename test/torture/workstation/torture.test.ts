import { describe, expect, it } from 'vitest';
import { TORTURE_CASES } from './torture-cases.ts';

describe.each(TORTURE_CASES)('$name, in short', ({ run, skipReason }) => {
  it('meets no problem', { timeout: 180_000 }, async ({ skip }) => {
    const reason = await skipReason();
    skip(reason !== null, reason ?? '');
    for (const { what, problems } of await run('short')) expect(problems, what).toEqual([]);
  });
});
