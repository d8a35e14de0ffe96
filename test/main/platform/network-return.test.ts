import { describe, expect, it } from 'vitest';
import { nudgeOnNetworkReturn } from '../../../src/main/platform/network-return.ts';
import { NudgeSource } from '../../../src/main/platform/nudges.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

function begin(online: boolean) {
  const clock = new FakeClock();
  const nudges = new NudgeSource();
  const stop = new AbortController();
  const network = { online };
  const seen = { nudges: 0 };
  nudges.subscribe(() => {
    seen.nudges += 1;
  });
  const ended = nudgeOnNetworkReturn(() => network.online, nudges, clock, stop.signal);
  return { clock, network, seen, stop, ended };
}

describe('nudgeOnNetworkReturn', () => {
  it('nudges once within 2 s of the return', async () => {
    const { clock, network, seen } = begin(false);
    await clock.advance(60_000);
    expect(seen.nudges).toBe(0);
    network.online = true;
    await clock.advance(2_000);
    expect(seen.nudges).toBe(1);
    await clock.advance(60_000);
    expect(seen.nudges).toBe(1);
  });

  it('nudges at each return, and at no loss', async () => {
    const { clock, network, seen } = begin(true);
    for (let round = 0; round < 3; round += 1) {
      network.online = false;
      await clock.advance(10_000);
      network.online = true;
      await clock.advance(10_000);
    }
    expect(seen.nudges).toBe(3);
  });

  it('ends with its signal', async () => {
    const { clock, network, seen, stop, ended } = begin(false);
    network.online = true;
    stop.abort();
    await ended;
    expect([seen.nudges, clock.sleepers]).toEqual([0, 0]);
  });
});

describe('NudgeSource', () => {
  it('nudges nobody who stopped listening', () => {
    const source = new NudgeSource();
    const heard: string[] = [];
    const stop = source.subscribe(() => heard.push('first'));
    source.subscribe(() => heard.push('second'));
    source.nudge();
    stop();
    source.nudge();
    expect(heard).toEqual(['first', 'second', 'second']);
  });
});
