import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exchange } from '../../server/web/src/api/exchange.ts';

async function sentWith(request: Parameters<typeof exchange>[1]): Promise<RequestInit> {
  const inits: RequestInit[] = [];
  const send: typeof fetch = async (_, init) => {
    inits.push(init ?? {});
    return Response.json({});
  };
  await exchange(send, request, z.unknown());
  return inits[0] ?? {};
}

function answering(status: number, body: string, headers: Record<string, string> = {}) {
  const send: typeof fetch = async () => new Response(body, { status, headers });
  return exchange(send, { method: 'GET', path: '/' }, z.object({ a: z.number() }));
}

describe('exchange', () => {
  it('keeps to this origin, follows no redirect, tells no referrer and has a time limit', async () => {
    const init = await sentWith({ method: 'POST', path: '/x', csrfToken: 't', body: {} });
    expect(init).toMatchObject({
      method: 'POST',
      credentials: 'same-origin',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    });
    expect(init.signal).toBeInstanceOf(AbortSignal);
    expect(init.signal?.aborted).toBe(false);
  });

  it('leaves the mode alone, so that a browser sends the Origin that the server compares', async () => {
    expect(await sentWith({ method: 'POST', path: '/x', body: {} })).not.toHaveProperty('mode');
  });

  it('gives the parsed body and the server’s time', async () => {
    const date = 'Sat, 09 May 2026 11:47:00 GMT';
    expect(await answering(200, '{"a":1,"b":2}', { date })).toEqual({
      ok: true,
      value: { body: { a: 1 }, serverTimeMs: Date.UTC(2026, 4, 9, 11, 47) },
    });
  });

  it.each([
    ['JSON of another shape', 200, '{"a":"1"}', 'unexpected_answer'],
    ['no JSON', 200, '<html>', 'unexpected_answer'],
    ['a proxy’s 403', 403, '<html>', 'unexpected_answer'],
    ['a code that nobody agreed on', 404, '{"code":"toString","message":""}', 'unexpected_answer'],
    ['any 401', 401, '', 'not_signed_in'],
    ['any 429', 429, '', 'too_many_attempts'],
    ['the API’s own code', 410, '{"code":"already_decided","message":""}', 'already_decided'],
  ])('reads %s', async (_, status, body, code) => {
    const answer = await answering(status, body);
    expect(answer).toMatchObject({ ok: false, failure: { code, retryAfterSeconds: null } });
  });

  it.each([
    ['30', 30],
    ['-1', null],
    ['Sat, 09 May 2026 11:47:00 GMT', null],
  ])('reads Retry-After: %s', async (header, retryAfterSeconds) => {
    const answer = await answering(429, '', { 'retry-after': header });
    expect(answer).toMatchObject({ ok: false, failure: { retryAfterSeconds } });
  });
});
