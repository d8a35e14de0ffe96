import { describe, expect, it } from 'vitest';
import {
  deviceCodeRequest,
  parseDeviceCodeResponse,
} from '../../../src/main/api/device-code-request.ts';
import { FAKE_KEY } from '../../fakes/fake-workstation.ts';
import { html, json, trouble } from '../../fakes/scripted-transport.ts';
import { DEVICE_CODE, SERVER_DATE, STARTED_BODY } from '../../fakes/wire-answers.ts';

const HOST = 'api.example';
const WALL_TIME_MS = Date.parse('2026-05-09T11:50:00Z');

function parse(answer: Parameters<typeof parseDeviceCodeResponse>[0]) {
  return parseDeviceCodeResponse(answer, HOST, WALL_TIME_MS);
}

function parseBody(changes: Readonly<Record<string, unknown>>) {
  return parse(json(201, { ...STARTED_BODY, ...changes }, { date: SERVER_DATE }));
}

describe('deviceCodeRequest', () => {
  it('sends the key, the host name and what the approval page shows, and no credential', () => {
    const request = deviceCodeRequest(
      { publicKeyLine: FAKE_KEY.publicKeyLine, hostname: 'lab-mac-01' },
      { name: 'onbench', version: '0.1.0', platform: 'linux' },
    );
    expect(request).toEqual({
      method: 'POST',
      path: '/api/v1/forgejo/device-codes',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
      body: JSON.stringify({
        public_key: FAKE_KEY.publicKeyLine,
        hostname: 'lab-mac-01',
        capabilities: ['ack'],
        client: { name: 'onbench', version: '0.1.0', platform: 'linux' },
      }),
    });
  });
});

describe('parseDeviceCodeResponse', () => {
  it.each([201, 200])('reads a grant from a %i', (status) => {
    const parsed = parse(json(status, STARTED_BODY, { date: SERVER_DATE }));
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        userCode: 'BCDF-GHJK',
        verificationUrl: 'https://api.example/device',
        verificationUrlComplete: 'https://api.example/device?user_code=BCDF-GHJK',
        intervalMs: 5_000,
        lifetimeMs: 900_000,
      },
    });
    expect(parsed.ok && parsed.value.deviceCode.reveal()).toBe(DEVICE_CODE);
  });

  it('counts the time left on its own clock when the server tells no time', () => {
    expect(parse(json(201, STARTED_BODY))).toMatchObject({ value: { lifetimeMs: 600_000 } });
  });

  it('lets no code live longer than a day', () => {
    expect(parseBody({ expires_at: '2126-05-09T12:00:00Z' })).toMatchObject({
      value: { lifetimeMs: 86_400_000 },
    });
  });

  it.each([
    ['an address on the loopback interface', 'http://127.0.0.1:3000/device'],
    ['a query and a fragment', 'https://api.example/device?a=b#c'],
  ])('takes %s for the approval page', (_, url) => {
    expect(parseBody({ verification_url_complete: url })).toMatchObject({
      value: { verificationUrlComplete: url },
    });
  });

  it.each([
    ['device_code', { device_code: '' }],
    ['device_code', { device_code: 7 }],
    ['user_code', { user_code: 'ABCDEFGH' }],
    ['user_code', { user_code: '<b>-</b>' }],
    ['user_code', { user_code: undefined }],
    ['verification_url', { verification_url: 'javascript:alert(1)' }],
    ['verification_url', { verification_url: 'http://api.example/device' }],
    ['verification_url', { verification_url: 'https://api.example@evil.example/' }],
    ['verification_url', { verification_url: 'https://api.example/ü' }],
    ['verification_url_complete', { verification_url_complete: 'file:///bin/sh' }],
    ['verification_url_complete', { verification_url_complete: 'http://localhost.evil.example' }],
    ['expires_at', { expires_at: 'soon' }],
    ['expires_at', { expires_at: '2026-05-09T11:45:00Z' }],
    ['expires_at', { expires_at: '1970-01-01T00:00:00Z' }],
    ['interval_seconds', { interval_seconds: '5' }],
    ['interval_seconds', { interval_seconds: -1 }],
    ['interval_seconds', { interval_seconds: undefined }],
  ])('blames %s in %j', (field, changes) => {
    expect(parseBody(changes)).toEqual({
      ok: false,
      failure: { kind: 'bad-response', request: 'start', field, revocation: 'none' },
    });
  });

  it.each([
    [400, { kind: 'key-rejected' }],
    [401, { kind: 'not-device-capable', host: HOST, status: 401 }],
    [404, { kind: 'not-device-capable', host: HOST, status: 404 }],
    [405, { kind: 'not-device-capable', host: HOST, status: 405 }],
    [410, { kind: 'not-device-capable', host: HOST, status: 410 }],
    [501, { kind: 'not-device-capable', host: HOST, status: 501 }],
    [204, { kind: 'not-device-capable', host: HOST, status: 204 }],
    [429, { kind: 'rate-limited', retryAfterSeconds: null }],
    [500, { kind: 'server-error', status: 500, during: 'request' }],
    [503, { kind: 'server-error', status: 503, during: 'request' }],
    [302, { kind: 'server-unreachable', host: HOST, trouble: 'redirected' }],
    [307, { kind: 'server-unreachable', host: HOST, trouble: 'redirected' }],
  ])('understands a %i', (status, failure) => {
    expect(parse(json(status, { detail: 'no' }))).toEqual({ ok: false, failure });
  });

  it('says how long to wait when too many enrollments were started', () => {
    expect(parse(json(429, {}, { 'retry-after': '30' }))).toEqual({
      ok: false,
      failure: { kind: 'rate-limited', retryAfterSeconds: 30 },
    });
  });

  it('takes a page for a server without this protocol', () => {
    expect(parse(html(200))).toEqual({
      ok: false,
      failure: { kind: 'not-device-capable', host: HOST, status: 200 },
    });
  });

  it('names the trouble on the way', () => {
    expect(parse(trouble('certificate-not-trusted'))).toEqual({
      ok: false,
      failure: { kind: 'server-unreachable', host: HOST, trouble: 'certificate-not-trusted' },
    });
  });
});
