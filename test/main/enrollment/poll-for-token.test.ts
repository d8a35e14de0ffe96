import { Secret } from '@onbench/protocol/secret';
import { describe, expect, it } from 'vitest';
import { createEnrollmentClient } from '../../../src/main/api/enrollment-client.ts';
import { pollForToken } from '../../../src/main/enrollment/poll-for-token.ts';
import type { PollingHealth } from '../../../src/shared/enrollment.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FAKE_KEY } from '../../fakes/fake-workstation.ts';
import { RecordedLog } from '../../fakes/recorded-log.ts';
import {
  afterMs,
  html,
  json,
  never,
  type ScriptedAnswer,
  ScriptedTransport,
  trouble,
} from '../../fakes/scripted-transport.ts';
import {
  API_BASE_URL,
  API_TOKEN,
  DEVICE_CODE,
  MINTED_BODY,
  minted,
  pending,
} from '../../fakes/wire-answers.ts';

const POLL = {
  method: 'POST',
  url: `${API_BASE_URL}/api/v1/forgejo/device-codes/poll`,
  headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
  body: `{"device_code":"${DEVICE_CODE}"}`,
};

function start(
  answers: readonly ScriptedAnswer[],
  { clock = new FakeClock(), intervalMs = 5_000, lifetimeMs = 900_000, random = 0 } = {},
) {
  const transport = new ScriptedTransport(answers);
  const healths: PollingHealth[] = [];
  const stop = new AbortController();
  const listeners = new Set<() => void>();
  const nudges = {
    nudge: () => {
      for (const listener of listeners) listener();
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const client = createEnrollmentClient({
    apiBaseUrl: API_BASE_URL,
    transport,
    clientInfo: { name: 'onbench', version: '0.1.0', platform: 'linux' },
    wallTimeMs: () => 0,
    log: new RecordedLog(),
  });
  const polling = pollForToken({
    client,
    grant: {
      deviceCode: new Secret(DEVICE_CODE),
      keyFingerprint: FAKE_KEY.fingerprint,
      intervalMs,
      expiresAtMs: clock.now() + lifetimeMs,
    },
    clock,
    nudges,
    random: () => random,
    signal: stop.signal,
    onHealth: (health) => healths.push(health),
  });
  return { clock, transport, healths, stop, nudges, listeners, polling };
}

describe('pollForToken', () => {
  it.each<[string, ScriptedAnswer[], number[], string]>([
    ['waits before it asks', [minted], [5_000], 'minted'],
    ['asks again while pending', [pending, pending, minted], [5_000, 5_000, 5_000], 'minted'],
    [
      'keeps the longer interval after slow_down',
      [json(429, {}), pending, minted],
      [5_000, 10_000, 10_000],
      'minted',
    ],
    [
      'honours Retry-After',
      [json(429, {}, { 'retry-after': '42' }), pending, minted],
      [5_000, 42_000, 10_000],
      'minted',
    ],
    [
      'backs off from trouble and returns to the interval',
      [
        trouble('offline'),
        html(503),
        trouble('connection-refused'),
        html(200),
        html(403),
        pending,
        minted,
      ],
      [5_000, 5_000, 10_000, 20_000, 30_000, 30_000, 5_000],
      'minted',
    ],
    [
      'doubles the wait for each timeout',
      [trouble('timed-out'), trouble('timed-out'), minted],
      [5_000, 10_000, 20_000],
      'minted',
    ],
    ['stops when it was denied', [pending, json(403, {})], [5_000, 5_000], 'denied'],
    ['stops when the code is gone', [json(410, {})], [5_000], 'gone'],
    ['stops when the key was refused', [json(400, {})], [5_000], 'key-rejected'],
    ['stops when minting failed', [json(500, {})], [5_000], 'mint-failed'],
    ['stops at a 502 of the server', [json(502, {})], [5_000], 'mint-failed'],
    [
      'stops at a credential that breaks the contract',
      [json(200, { ...MINTED_BODY, lab: undefined })],
      [5_000],
      'bad-response',
    ],
  ])('%s', async (_, answers, waits, kind) => {
    const { clock, transport, polling } = start(answers);
    const result = await clock.run(polling);
    expect(result.kind).toBe(kind);
    expect(clock.waits).toEqual(waits);
    expect(transport.requests).toEqual(answers.map(() => POLL));
  });

  it('gives the credential', async () => {
    const { clock, polling } = start([minted]);
    const result = await clock.run(polling);
    expect(result.kind === 'minted' && result.credential.apiToken.reveal()).toBe(API_TOKEN);
  });

  it('tells how it fares', async () => {
    const answers = [pending, json(429, {}), trouble('offline'), html(503), pending, minted];
    const { clock, healths, polling } = start(answers);
    await clock.run(polling);
    expect(healths).toEqual([
      { kind: 'waiting' },
      { kind: 'slowed-down', intervalMs: 10_000 },
      { kind: 'retrying', cause: 'offline', failures: 1, retryInMs: 10_000 },
      { kind: 'retrying', cause: { status: 503 }, failures: 2, retryInMs: 10_000 },
      { kind: 'waiting' },
    ]);
  });

  it('spreads its polls', async () => {
    const { clock, polling } = start([pending, minted], { random: 1 });
    await clock.run(polling);
    expect(clock.waits).toEqual([5_750, 5_750]);
  });

  it('ends the last wait at the expiry, and asks no more', async () => {
    const { clock, transport, polling } = start([pending, pending], { lifetimeMs: 12_000 });
    expect(await clock.run(polling)).toEqual({ kind: 'expired' });
    expect(clock.waits).toEqual([5_000, 5_000, 2_000]);
    expect(transport.requests).toHaveLength(2);
  });

  it('is not ended by trouble before the expiry', async () => {
    const { clock, polling } = start(
      Array.from({ length: 40 }, () => trouble('connection-refused')),
      { lifetimeMs: 900_000 },
    );
    const begin = clock.now();
    expect(await clock.run(polling)).toEqual({ kind: 'expired' });
    expect(clock.now() - begin).toBe(900_000);
  });

  it('takes a token that comes in a poll under way at the expiry', async () => {
    const clock = new FakeClock();
    const { polling } = start([afterMs(clock, 10_000, minted)], { clock, lifetimeMs: 6_000 });
    expect((await clock.run(polling)).kind).toBe('minted');
  });

  it('never has two polls on the way', async () => {
    const clock = new FakeClock();
    const slow = afterMs(clock, 20_000, pending);
    const { transport, polling } = start([slow, slow, minted], { clock });
    await clock.run(polling);
    expect(transport.mostInFlight).toBe(1);
  });

  it('stops at once while it waits', async () => {
    const { clock, transport, stop, polling } = start([pending]);
    await clock.advance(7_000);
    const before = clock.now();
    stop.abort();
    expect(await polling).toEqual({ kind: 'stopped' });
    expect([clock.now() - before, transport.requests.length]).toEqual([0, 1]);
  });

  it('gives up a poll under way 600 ms after the stop', async () => {
    const { clock, stop, polling } = start([never]);
    await clock.advance(6_000);
    const before = clock.now();
    stop.abort();
    expect(await clock.run(polling)).toEqual({ kind: 'stopped' });
    expect(clock.now() - before).toBe(600);
  });

  it('still gives the token that a poll under way brings after the stop', async () => {
    const clock = new FakeClock();
    const { stop, polling } = start([afterMs(clock, 1_500, minted)], { clock });
    await clock.advance(6_000);
    stop.abort();
    expect((await clock.run(polling)).kind).toBe('minted');
  });

  it('asks no more when a poll under way at the stop brings none', async () => {
    const clock = new FakeClock();
    const { stop, polling, healths } = start([afterMs(clock, 1_100, pending)], { clock });
    await clock.advance(6_000);
    stop.abort();
    expect(await clock.run(polling)).toEqual({ kind: 'stopped' });
    expect(healths).toEqual([]);
  });

  it('asks at once after a nudge when the interval is over', async () => {
    const { clock, transport, nudges, polling } = start([
      trouble('offline'),
      trouble('offline'),
      trouble('offline'),
      minted,
    ]);
    await clock.advance(20_000 + 7_000);
    expect(transport.requests).toHaveLength(3);
    nudges.nudge();
    await clock.settle();
    expect((await polling).kind).toBe('minted');
    expect(clock.waits).toEqual([5_000, 5_000, 10_000, 20_000]);
  });

  it.each<[string, ScriptedAnswer[], number]>([
    ['the interval', [trouble('offline'), trouble('offline')], 5_000],
    ['the interval after slow_down', [json(429, {}), trouble('offline')], 10_000],
    ['Retry-After', [json(429, {}, { 'retry-after': '42' })], 42_000],
  ])('keeps to %s whatever nudges it', async (_, answers, shortestWaitMs) => {
    const { clock, transport, nudges, polling } = start([...answers, minted]);
    await clock.runUntil(() => transport.requests.length === answers.length);
    const answeredMs = clock.now();
    for (let nudge = 0; nudge < 3; nudge += 1) {
      await clock.advance(1_000);
      nudges.nudge();
    }
    expect((await clock.run(polling)).kind).toBe('minted');
    expect(clock.now() - answeredMs).toBe(shortestWaitMs);
  });

  it('asks soon after a poll that a nudge found under way and that failed', async () => {
    const clock = new FakeClock();
    const slow = afterMs(clock, 3_000, trouble('interrupted'));
    const { nudges, polling } = start([trouble('offline'), trouble('offline'), slow, minted], {
      clock,
    });
    await clock.advance(21_000);
    nudges.nudge();
    expect((await clock.run(polling)).kind).toBe('minted');
    expect(clock.waits).toEqual([5_000, 5_000, 10_000, 3_000, 5_000]);
  });

  it('owes no further question once one that was under way is answered', async () => {
    const clock = new FakeClock();
    const { nudges, polling } = start([afterMs(clock, 1_000, pending), minted], {
      clock,
      random: 1,
    });
    await clock.advance(6_500);
    nudges.nudge();
    expect((await clock.run(polling)).kind).toBe('minted');
    expect(clock.waits).toEqual([5_750, 1_000, 5_750]);
  });

  it('finds the code expired after a long sleep of the machine', async () => {
    const { clock, transport, nudges, polling } = start([pending], { lifetimeMs: 60_000 });
    await clock.advance(7_000);
    clock.suspend(3_600_000);
    nudges.nudge();
    expect(await polling).toEqual({ kind: 'expired' });
    expect(transport.requests).toHaveLength(1);
  });

  it('listens no longer than it polls', async () => {
    const { clock, listeners, polling } = start([minted]);
    expect(listeners.size).toBe(1);
    await clock.run(polling);
    expect(listeners.size).toBe(0);
  });
});
