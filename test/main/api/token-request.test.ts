import { Secret } from '@onbench/protocol/secret';
import { describe, expect, it } from 'vitest';
import {
  acknowledgeRequest,
  parseTokenResponse,
  tokenRequest,
} from '../../../src/main/api/token-request.ts';
import { FAKE_KEY } from '../../fakes/fake-workstation.ts';
import { html, json, trouble } from '../../fakes/scripted-transport.ts';
import { API_TOKEN, MINTED_BODY } from '../../fakes/wire-answers.ts';

function parse(answer: Parameters<typeof parseTokenResponse>[0]) {
  return parseTokenResponse(answer, FAKE_KEY.fingerprint);
}

describe.each([
  ['tokenRequest', tokenRequest, '/api/v1/forgejo/device-codes/poll'],
  ['acknowledgeRequest', acknowledgeRequest, '/api/v1/forgejo/device-codes/ack'],
])('%s', (_, build, path) => {
  it('sends the device code in the body, and no credential', () => {
    expect(build(new Secret('device-code'))).toEqual({
      method: 'POST',
      path,
      headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
      body: '{"device_code":"device-code"}',
    });
  });
});

describe('parseTokenResponse', () => {
  it.each([
    ['425', json(425, {}), { kind: 'pending' }],
    ['a 425 without JSON', html(425), { kind: 'pending' }],
    ['403', json(403, {}), { kind: 'denied' }],
    ['410', json(410, {}), { kind: 'gone' }],
    ['400', json(400, {}), { kind: 'key-rejected' }],
    ['500', json(500, {}), { kind: 'mint-failed', status: 500 }],
    ['a 500 without JSON', html(500), { kind: 'mint-failed', status: 500 }],
    ['502', json(502, {}), { kind: 'mint-failed', status: 502 }],
    ['429', json(429, {}), { kind: 'slow-down', retryAfterMs: null }],
    [
      '429 with Retry-After',
      json(429, {}, { 'retry-after': '20' }),
      { kind: 'slow-down', retryAfterMs: 20_000 },
    ],
    ['the 403 of a sign-in page', html(403), { kind: 'trouble', cause: { status: 403 } }],
    ['a 410 without JSON', html(410), { kind: 'trouble', cause: { status: 410 } }],
    ['the 502 of a gateway', html(502), { kind: 'trouble', cause: { status: 502 } }],
    ['the 200 of a sign-in page', html(200), { kind: 'trouble', cause: { status: 200 } }],
    ['503', json(503, {}), { kind: 'trouble', cause: { status: 503 } }],
    ['504', html(504), { kind: 'trouble', cause: { status: 504 } }],
    ['404', json(404, {}), { kind: 'trouble', cause: { status: 404 } }],
    ['401', json(401, {}), { kind: 'trouble', cause: { status: 401 } }],
    ['a redirect', html(307), { kind: 'trouble', cause: 'redirected' }],
    ['a reset', trouble('interrupted'), { kind: 'trouble', cause: 'interrupted' }],
  ])('understands %s', (_, answer, outcome) => {
    expect(parse(answer)).toEqual(outcome);
  });

  it('reads the credential', () => {
    const outcome = parse(json(200, MINTED_BODY));
    expect(outcome).toMatchObject({ kind: 'minted', credential: { lab: 'NMGRL' } });
    expect(outcome.kind === 'minted' && outcome.credential.apiToken.reveal()).toBe(API_TOKEN);
  });

  it.each([
    ['a server without an alias', { ssh_host_alias: null }],
    ['a server that names no other base', { api_base_url: undefined }],
    ['fields that it does not know', { more: { of: 'this' } }],
  ])('accepts %s', (_, changes) => {
    expect(parse(json(200, { ...MINTED_BODY, ...changes })).kind).toBe('minted');
  });

  it.each([
    ['lab', { lab: undefined }],
    ['lab', { lab: '../NMGRL' }],
    ['lab', { lab: 'NMGRL\nHost *' }],
    ['api_base_url', { api_base_url: 'javascript:alert(1)' }],
    ['ssh_key', { ssh_key: undefined }],
    ['ssh_key.fingerprint', { ssh_key: { ...MINTED_BODY.ssh_key, fingerprint: 'SHA256:short' } }],
    [
      'ssh_key.fingerprint',
      { ssh_key: { ...MINTED_BODY.ssh_key, fingerprint: `SHA256:${'o'.repeat(43)}` } },
    ],
    ['ssh_host_alias.alias', { ssh_host_alias: { ...MINTED_BODY.ssh_host_alias, alias: '*' } }],
    ['ssh_host_alias.port', { ssh_host_alias: { ...MINTED_BODY.ssh_host_alias, port: 65_536 } }],
    [
      'ssh_host_alias.known_hosts_line',
      { ssh_host_alias: { ...MINTED_BODY.ssh_host_alias, known_hosts_line: '* ssh-ed25519 AA' } },
    ],
  ])('blames %s in %j, and keeps the token for its revocation', (field, changes) => {
    const outcome = parse(json(200, { ...MINTED_BODY, ...changes }));
    expect(outcome).toMatchObject({ kind: 'bad-response', field });
    expect(outcome.kind === 'bad-response' && outcome.apiToken?.reveal()).toBe(API_TOKEN);
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['a number', 7],
    ['one that would break out of a header', `${API_TOKEN}\r\nX-Evil: 1`],
    ['one of no sane length', 'a'.repeat(2_000)],
  ])('has nothing to revoke when the token is %s', (_, token) => {
    expect(parse(json(200, { ...MINTED_BODY, api_token: token }))).toEqual({
      kind: 'bad-response',
      field: 'api_token',
      apiToken: null,
    });
  });
});
