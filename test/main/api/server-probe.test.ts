import { describe, expect, it } from 'vitest';
import { parseServerProbe, serverProbeRequest } from '../../../src/main/api/server-probe.ts';
import { html, json, trouble } from '../../fakes/scripted-transport.ts';

const DATE = 'Sat, 09 May 2026 11:45:00 GMT';
const DATE_MS = Date.parse(DATE);
const measured = { sentAtMs: DATE_MS + 200, receivedAtMs: DATE_MS + 400 };

describe('serverProbeRequest', () => {
  it('carries neither a token nor a body', () => {
    expect(serverProbeRequest()).toEqual({
      method: 'GET',
      path: '/api/v1/forgejo/whoami',
      headers: { Accept: 'application/json' },
    });
  });
});

describe('parseServerProbe', () => {
  it.each([
    ['the server’s own 401', json(401, {}), true],
    ['an identity, from a server that asks for nothing', json(200, {}), true],
    ['too many requests', json(429, {}), true],
    ['a server without the path', json(404, {}), false],
    ['a sign-in page', html(200), false],
    ['a gateway’s 401', html(401), false],
    ['JSON that is not an object', json(401, ['x']), false],
  ])('judges %s', (_, answer, isServersWord) => {
    const status = answer.ok ? answer.value.status : 0;
    expect(parseServerProbe(answer, measured)).toEqual({
      kind: 'answered',
      status,
      isServersWord,
      clockAheadMs: null,
    });
  });

  it.each([
    ['trouble on the way', trouble('timed-out'), 'timed-out'],
    ['a redirect that the transport let through', html(302), 'redirected'],
    ['a proxy that asks for a sign-in', html(407), 'proxy'],
  ])('takes %s for no answer', (_, answer, cause) => {
    expect(parseServerProbe(answer, measured)).toEqual({ kind: 'no-answer', trouble: cause });
  });

  it.each([
    ['the same time', 0, 0],
    ['the last moment of that second', 999, 0],
    ['a minute later here', 61_000, 60_000],
    ['a minute earlier here', -60_200, -60_000],
  ])('compares the clocks: %s', (_, laterHereMs, clockAheadMs) => {
    const sentAtMs = DATE_MS + laterHereMs;
    const answer = json(401, {}, { date: DATE });
    const probe = parseServerProbe(answer, { sentAtMs, receivedAtMs: sentAtMs + 200 });
    expect(probe).toMatchObject({ clockAheadMs });
  });

  it('blames no clock for a slow answer', () => {
    const answer = json(401, {}, { date: DATE });
    const slow = { sentAtMs: DATE_MS - 8_000, receivedAtMs: DATE_MS + 1_000 };
    expect(parseServerProbe(answer, slow)).toMatchObject({ clockAheadMs: 0 });
  });

  it.each(['', 'soon', '99999999999999999999'])('knows no time from the Date %j', (date) => {
    expect(parseServerProbe(json(401, {}, { date }), measured)).toMatchObject({
      clockAheadMs: null,
    });
  });
});
