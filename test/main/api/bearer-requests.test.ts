import { Secret } from '@onbench/protocol/secret';
import { describe, expect, it } from 'vitest';
import {
  parseRevocationResponse,
  parseWhoamiResponse,
  revocationRequest,
  whoamiRequest,
} from '../../../src/main/api/bearer-requests.ts';
import { html, json, trouble } from '../../fakes/scripted-transport.ts';

const TOKEN = new Secret('pcy_NMGRL_token');
const HEADERS = { Accept: 'application/json', Authorization: 'Bearer pcy_NMGRL_token' };

describe('whoamiRequest', () => {
  it('carries the token in its header only', () => {
    expect(whoamiRequest(TOKEN)).toEqual({
      method: 'GET',
      path: '/api/v1/forgejo/whoami',
      headers: HEADERS,
    });
  });
});

describe('revocationRequest', () => {
  it('asks for the end of the token that it carries', () => {
    expect(revocationRequest(TOKEN)).toEqual({
      method: 'DELETE',
      path: '/api/v1/forgejo/tokens/self',
      headers: HEADERS,
    });
  });
});

describe('parseWhoamiResponse', () => {
  const body = { kind: 'workstation', scopes: ['a', 'b'], lab: 'NMGRL' };

  it.each([
    [
      'an identity',
      json(200, body),
      { kind: 'identity', lab: 'NMGRL', scopes: ['a', 'b'], expiresAt: undefined },
    ],
    ['a 401', json(401, {}), { kind: 'refused' }],
    ['a sign-in page', html(200), { kind: 'unreachable' }],
    ['an answer without scopes', json(200, { ...body, scopes: null }), { kind: 'unreachable' }],
    ['an identity with another status', json(503, body), { kind: 'unreachable' }],
    ['no answer', trouble('offline'), { kind: 'unreachable' }],
  ])('understands %s', (_, answer, outcome) => {
    expect(parseWhoamiResponse(answer)).toEqual(outcome);
  });
});

describe('parseRevocationResponse', () => {
  it.each([
    [json(200, {}), 'revoked'],
    [json(204, {}), 'revoked'],
    [json(401, {}), 'revoked'],
    [json(404, {}), 'revoked'],
    [json(403, {}), 'could-not-revoke'],
    [json(500, {}), 'could-not-revoke'],
    [html(302), 'could-not-revoke'],
    [trouble('timed-out'), 'could-not-revoke'],
  ])('reads %j as %s', (answer, revocation) => {
    expect(parseRevocationResponse(answer)).toBe(revocation);
  });
});
