import { describe, expect, it } from 'vitest';
import type { EnrollmentFailure } from '../../../src/shared/enrollment.ts';
import { failed } from '../../../src/shared/result.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FAKE_BLOCK, FAKE_CHANGES, FAKE_FILES, FAKE_KEY } from '../../fakes/fake-workstation.ts';
import {
  afterMs,
  html,
  json,
  never,
  type ScriptedAnswer,
  trouble,
} from '../../fakes/scripted-transport.ts';
import {
  API_BASE_URL,
  API_TOKEN,
  acknowledged,
  MINTED_BODY,
  minted,
  pending,
  SERVER_DATE,
  STARTED_BODY,
  started,
  whoami,
} from '../../fakes/wire-answers.ts';
import { EnrollmentRun } from '../../support/enrollment-run.ts';

const START = 'POST device-codes';
const POLL = 'POST device-codes/poll';
const ACKNOWLEDGE = 'POST device-codes/ack';
const WHOAMI = 'GET whoami';
const REVOKE = 'DELETE tokens/self';

const revoked = json(204, {});
const unacceptable = json(200, { ...MINTED_BODY, lab: '..' });

describe('EnrollmentWorker', () => {
  it('goes from the click to enrolled', async () => {
    const run = new EnrollmentRun([started, pending, minted, acknowledged, whoami]).start();
    expect(await run.until('enrolled')).toEqual({
      kind: 'enrolled',
      lab: 'NMGRL',
      apiBaseUrl: API_BASE_URL,
      sshHost: { alias: 'pychron-NMGRL', host: 'repo.example', port: 2222 },
      keyFingerprint: FAKE_KEY.fingerprint,
      files: FAKE_FILES,
      sshConfigBlock: FAKE_BLOCK,
      unusedApiBaseUrl: null,
      tokenKeptIn: 'keyring',
      proofs: [
        { check: 'token', outcome: 'passed', reason: null },
        { check: 'ssh-config', outcome: 'passed', reason: null },
        { check: 'ssh-login', outcome: 'passed', reason: null },
      ],
    });
    expect(run.path).toEqual([
      'checking',
      'requesting-code',
      'awaiting-approval',
      'finishing',
      'enrolled',
    ]);
    expect(run.steps).toEqual([
      'keyring',
      'keys',
      'known-hosts',
      'ssh-config',
      'registration',
      'proof',
    ]);
    expect(run.calls).toEqual([START, POLL, POLL, ACKNOWLEDGE, WHOAMI]);
    expect(run.workstation.calls).toEqual([
      'createKey',
      'findToken',
      'storeToken',
      'install',
      'proveSsh',
    ]);
    expect(run.workstation.tokens).toEqual(new Map([['NMGRL', API_TOKEN]]));
  });

  it('shows the code, and every second how long it is good for', async () => {
    const run = new EnrollmentRun([started, html(503), json(410, {})]).start();
    expect(await run.until('awaiting-approval')).toEqual({
      kind: 'awaiting-approval',
      apiBaseUrl: API_BASE_URL,
      userCode: 'BCDF-GHJK',
      verificationUrl: 'https://api.example/device',
      verificationUrlComplete: 'https://api.example/device?user_code=BCDF-GHJK',
      keyFingerprint: FAKE_KEY.fingerprint,
      lifetimeMs: 900_000,
      remainingMs: 900_000,
      polling: { kind: 'waiting' },
      changes: FAKE_CHANGES,
      earlierCode: null,
    });
    await run.clock.advance(6_500);
    expect(run.worker.state).toMatchObject({
      remainingMs: 894_000,
      polling: { kind: 'retrying', cause: { status: 503 }, failures: 1, retryInMs: 5_000 },
    });
    const seconds = run.states.flatMap((state) =>
      'remainingMs' in state ? state.remainingMs : [],
    );
    expect([...new Set(seconds)]).toEqual(
      [900, 899, 898, 897, 896, 895, 894].map((second) => second * 1_000),
    );
    await run.until('failed');
  });

  it('gives the address of the approval page only while it is awaited', async () => {
    const run = new EnrollmentRun([started, json(403, {})]);
    expect(run.worker.approvalUrl()).toBeNull();
    run.start();
    await run.until('awaiting-approval');
    expect(run.worker.approvalUrl()).toBe(STARTED_BODY.verification_url_complete);
    await run.until('failed');
    expect(run.worker.approvalUrl()).toBeNull();
  });

  it.each(['', 'api.example', 'http://api.example'])(
    'touches nothing for the address %j',
    async (typed) => {
      const run = new EnrollmentRun([]);
      expect(run.worker.start(typed).ok).toBe(false);
      await run.clock.settle();
      expect([run.states, run.calls, run.workstation.calls]).toEqual([[], [], []]);
    },
  );

  it('changes nothing at a start while one runs', async () => {
    const run = new EnrollmentRun([started, json(403, {})]).start();
    expect(run.worker.start('https://other.example')).toEqual({ ok: true, value: undefined });
    await run.until('awaiting-approval');
    run.worker.start('https://other.example');
    await run.until('failed');
    expect(run.calls).toEqual([START, POLL]);
    expect(run.workstation.calls).toEqual(['createKey']);
  });

  it('can start again from a failure, and be dismissed to idle', async () => {
    const run = new EnrollmentRun([json(503, {}), started, json(403, {})]).start();
    await run.until('failed');
    run.start();
    await run.until('awaiting-approval');
    run.worker.dismiss();
    expect(run.worker.state.kind).toBe('awaiting-approval');
    await run.until('failed');
    run.worker.dismiss();
    expect(run.worker.state).toEqual({ kind: 'idle' });
  });

  it('tells nobody who stopped following', async () => {
    const run = new EnrollmentRun([json(503, {})]);
    const kinds: string[] = [];
    const unsubscribe = run.worker.subscribe((state) => kinds.push(state.kind));
    run.start();
    expect(kinds).toContain('checking');
    unsubscribe();
    await run.until('failed');
    expect(kinds).not.toContain('requesting-code');
  });

  const host = 'api.example';
  it.each<[string, ScriptedAnswer[], EnrollmentFailure]>([
    [
      'a server that is away',
      [trouble('connection-refused')],
      { kind: 'server-unreachable', host, trouble: 'connection-refused' },
    ],
    [
      'a server without device codes',
      [html(404)],
      { kind: 'not-device-capable', host, status: 404 },
    ],
    [
      'too many starts',
      [json(429, {}, { 'retry-after': '9' })],
      { kind: 'rate-limited', retryAfterSeconds: 9 },
    ],
    ['a refused key at start', [json(400, {})], { kind: 'key-rejected' }],
    ['a broken server', [html(500)], { kind: 'server-error', status: 500, during: 'request' }],
    [
      'a start that breaks the contract',
      [json(201, { ...STARTED_BODY, interval_seconds: null }, { date: SERVER_DATE })],
      { kind: 'bad-response', request: 'start', field: 'interval_seconds', revocation: 'none' },
    ],
    ['a denial', [started, pending, json(403, {})], { kind: 'denied' }],
    ['a code that is gone', [started, json(410, {})], { kind: 'expired' }],
    ['a refused key at the poll', [started, json(400, {})], { kind: 'key-rejected' }],
    [
      'a failed mint',
      [started, json(502, {})],
      { kind: 'server-error', status: 502, during: 'mint' },
    ],
    [
      'a credential without a token',
      [started, json(200, { ...MINTED_BODY, api_token: undefined })],
      { kind: 'bad-response', request: 'poll', field: 'api_token', revocation: 'none' },
    ],
    [
      'a credential that breaks the contract',
      [started, unacceptable, revoked],
      { kind: 'bad-response', request: 'poll', field: 'lab', revocation: 'revoked' },
    ],
    [
      'a credential that breaks the contract and stays',
      [started, unacceptable, never],
      { kind: 'bad-response', request: 'poll', field: 'lab', revocation: 'could-not-revoke' },
    ],
  ])('ends with %s', async (_, answers, failure) => {
    const run = new EnrollmentRun(answers).start();
    expect(await run.until('failed')).toEqual({
      kind: 'failed',
      apiBaseUrl: API_BASE_URL,
      failure,
    });
    expect(run.workstation.calls).toEqual(['createKey']);
    expect(run.clock.sleepers).toBe(0);
  });

  it('ends with a key that cannot be made, before the network is touched', async () => {
    const failure = { kind: 'file-error', step: 'new-key', path: '/x', code: 'ENOSPC' } as const;
    const run = new EnrollmentRun([], { newKey: failed(failure) }).start();
    expect(await run.until('failed')).toMatchObject({ failure });
  });

  it('ends when nobody approves', async () => {
    const answers = [started, ...Array.from({ length: 179 }, () => pending)];
    const run = new EnrollmentRun(answers).start();
    const before = run.clock.now();
    expect(await run.until('failed')).toMatchObject({ failure: { kind: 'expired' } });
    expect(run.clock.now() - before).toBe(900_000);
  });
});

describe('EnrollmentWorker.cancel', () => {
  const none = { failure: { kind: 'cancelled', revocation: 'none' } };

  it('ends the request for a code at once', async () => {
    const run = new EnrollmentRun([never]).start();
    await run.clock.settle();
    run.worker.cancel();
    await run.clock.settle();
    expect(run.worker.state).toMatchObject(none);
  });

  it('forgets a code that comes with the cancel', async () => {
    const clock = new FakeClock();
    const run = new EnrollmentRun([() => clock.settle().then(() => started)], {}, clock).start();
    await run.until('requesting-code');
    run.worker.cancel();
    await clock.settle();
    await clock.settle();
    expect(run.path).toEqual(['checking', 'requesting-code', 'failed']);
    expect(run.worker.state).toMatchObject(none);
  });

  it('ends the wait for an approval at once', async () => {
    const run = new EnrollmentRun([started, pending]).start();
    await run.until('awaiting-approval');
    await run.clock.advance(7_000);
    run.worker.cancel();
    await run.clock.settle();
    expect(run.worker.state).toMatchObject(none);
    await run.clock.advance(60_000);
    expect(run.calls).toEqual([START, POLL]);
  });

  it('answers within a second while a poll hangs', async () => {
    const run = new EnrollmentRun([started, never]).start();
    await run.until('awaiting-approval');
    await run.clock.advance(6_000);
    run.worker.cancel();
    await run.clock.advance(1_000);
    expect(run.worker.state).toMatchObject(none);
  });

  it.each([
    ['a credential', minted],
    ['a credential that breaks the contract', unacceptable],
  ])('gives back the token of %s that was on its way', async (_, credential) => {
    const clock = new FakeClock();
    const run = new EnrollmentRun([started, afterMs(clock, 500, credential), revoked], {}, clock);
    run.start();
    await run.until('awaiting-approval');
    await clock.advance(5_100);
    run.worker.cancel();
    await clock.advance(1_000);
    expect(run.worker.state).toMatchObject({
      failure: { kind: 'cancelled', revocation: 'revoked' },
    });
    expect(run.calls).toEqual([START, POLL, REVOKE]);
    expect(run.transport.requests[2]?.headers.Authorization).toBe(`Bearer ${API_TOKEN}`);
    expect(run.workstation.calls).toEqual(['createKey']);
  });

  it('says at first that the token is left, and corrects itself when the server answers', async () => {
    const clock = new FakeClock();
    const run = new EnrollmentRun(
      [started, afterMs(clock, 500, minted), afterMs(clock, 3_000, revoked)],
      {},
      clock,
    ).start();
    await run.until('awaiting-approval');
    await clock.advance(5_100);
    run.worker.cancel();
    await clock.advance(1_000);
    expect(run.worker.state).toMatchObject({ failure: { revocation: 'could-not-revoke' } });
    await clock.advance(3_000);
    expect(run.worker.state).toMatchObject({ failure: { revocation: 'revoked' } });
  });

  it('keeps the word on an old token from the next enrollment', async () => {
    const clock = new FakeClock();
    const run = new EnrollmentRun(
      [started, afterMs(clock, 500, minted), afterMs(clock, 3_000, revoked), never],
      {},
      clock,
    ).start();
    await run.until('awaiting-approval');
    await clock.advance(5_100);
    run.worker.cancel();
    await clock.advance(1_000);
    run.start();
    await clock.advance(1_000);
    run.worker.cancel();
    await clock.advance(5_000);
    expect(run.worker.state).toMatchObject(none);
  });

  it('says so when the token could not be given back', async () => {
    const clock = new FakeClock();
    const run = new EnrollmentRun(
      [started, afterMs(clock, 500, minted), trouble('offline')],
      {},
      clock,
    ).start();
    await run.until('awaiting-approval');
    await clock.advance(5_100);
    run.worker.cancel();
    await clock.advance(20_000);
    expect(run.worker.state).toMatchObject({ failure: { revocation: 'could-not-revoke' } });
  });
});
