import { describe, expect, it } from 'vitest';
import { withTimeLimit } from '../../../src/main/enrollment/with-time-limit.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { never } from '../../fakes/scripted-transport.ts';

describe('withTimeLimit', () => {
  it('gives what the call gives in time', async () => {
    const clock = new FakeClock();
    const call = (signal: AbortSignal) => clock.sleep(900, signal).then(() => 'done');
    expect(await clock.run(withTimeLimit(clock, 1_000, call))).toBe('done');
  });

  it('ends a call that takes too long', async () => {
    const clock = new FakeClock();
    const before = clock.now();
    expect(await clock.run(withTimeLimit(clock, 1_000, never))).toBeNull();
    expect(clock.now() - before).toBe(1_000);
  });

  it('hides no bug of the call', async () => {
    const call = () => Promise.reject(new Error('a bug'));
    await expect(withTimeLimit(new FakeClock(), 1_000, call)).rejects.toThrow('a bug');
  });
});
