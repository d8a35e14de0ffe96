import { describe, expect, it } from 'vitest';
import { Readiness } from '../../../server/src/readiness.ts';
import { eachTestApp } from '../../support/each-test-app.ts';
import { METRICS_TOKEN, type TestApp } from '../../support/test-app.ts';

let test: TestApp;
eachTestApp((app) => {
  test = app;
});

const bearer = { authorization: `Bearer ${METRICS_TOKEN.reveal()}` };

describe('/healthz and /readyz', () => {
  it('say that all is well', async () => {
    expect((await test.get('/healthz')).statusCode).toBe(200);
    const ready = await test.get('/readyz');
    expect([ready.statusCode, ready.json().status]).toEqual([200, 'ready']);
  });

  it('send nobody here any more once the server drains, and end each connection', async () => {
    const { device_code } = await test.start();
    test.readiness.drain();
    const ready = await test.get('/readyz');
    expect([ready.statusCode, ready.json().status]).toEqual([503, 'draining']);
    const alive = await test.get('/healthz');
    expect([alive.statusCode, alive.headers.connection]).toEqual([200, 'close']);
    const pending = await test.poll(device_code);
    expect([pending.statusCode, pending.headers.connection]).toEqual([425, 'close']);
    expect((await test.poll('unknown')).headers.connection).toBe('close');
  });
});

describe('Readiness', () => {
  const check = (isEssential: boolean, isWell: () => boolean) => ({
    name: 'part',
    isEssential,
    isWell,
  });
  const fail = () => {
    throw new Error('gone');
  };

  it.each([
    ['ready', [check(true, () => true)]],
    ['unavailable', [check(true, () => false), check(false, () => true)]],
    ['unavailable', [check(true, fail)]],
    ['degraded', [check(true, () => true), check(false, fail)]],
  ] as const)('is %s', async (status, checks) => {
    expect((await new Readiness(checks).report()).status).toBe(status);
  });
});

describe('/metrics', () => {
  it.each([
    ['no token', {}],
    ['another token', { authorization: 'Bearer another' }],
  ])('do not exist for %s', async (_name, headers) => {
    const response = await test.get('/metrics', headers);
    expect([response.statusCode, response.json().code]).toEqual([404, 'not_found']);
  });

  it('count requests by route, polls by outcome and mints by how they ended', async () => {
    const { started } = await test.enroll();
    await test.poll(started.device_code);
    const { body } = await test.get('/metrics', bearer);
    expect(body).toContain(
      'onbench_http_requests_total{method="POST",route="/api/v1/forgejo/device-codes",status="201"} 1',
    );
    expect(body).toContain('onbench_polls_total{dialect="pychron",outcome="approved"} 1');
    expect(body).toContain('onbench_polls_total{dialect="pychron",outcome="gone"} 1');
    expect(body).toContain('onbench_mint_duration_seconds_count{outcome="minted"} 1');
    expect(body).not.toContain(started.device_code);
  });
});
