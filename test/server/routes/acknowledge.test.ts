import { describe, expect, it } from 'vitest';
import { sweep } from '../../../server/src/sweep.ts';
import { eachTestApp } from '../../support/each-test-app.ts';
import type { Minted, TestApp } from '../../support/test-app.ts';

let test: TestApp;
eachTestApp((app) => {
  test = app;
});

const ACK = { capabilities: ['something-else', 'ack'] };
const minutes = (count: number) => count * 60;

async function startApproved(start: Record<string, unknown> = ACK) {
  const started = await test.start(start);
  await test.decide('approve', started.user_code, await test.signIn());
  return started.device_code;
}

async function acknowledge(deviceCode: string) {
  return await test.post('/api/v1/forgejo/device-codes/ack', { device_code: deviceCode });
}

async function runSweep() {
  await sweep({ db: test.db, clock: test.clock, gitHost: test.gitHost, mail: null }, test.app.log);
}

async function whoami({ api_token }: Minted): Promise<number> {
  const bearer = { authorization: `Bearer ${api_token}` };
  return (await test.get('/api/v1/forgejo/whoami', bearer)).statusCode;
}

async function storedRows(): Promise<string> {
  const rows = await test.db.execute('select row_to_json(t)::text as row from grants t');
  return JSON.stringify(rows);
}

describe('a grant whose client acknowledges', () => {
  it('gets the same 200 again until it does, then 410', async () => {
    const code = await startApproved();
    const first = await test.poll(code);
    test.clock.advance(minutes(9) + 59);
    const again = await test.poll(code);
    expect([first.statusCode, again.statusCode]).toEqual([200, 200]);
    expect(again.json()).toEqual(first.json());
    const acknowledged = await acknowledge(code);
    expect([acknowledged.statusCode, acknowledged.body]).toEqual([204, '']);
    expect(acknowledged.headers['cache-control']).toBe('no-store');
    expect((await test.poll(code)).statusCode).toBe(410);
    expect(await whoami(first.json())).toBe(200);
    expect(test.gitHost.keys.size).toBe(1);
  });

  it('gets it for 10 minutes after minting, also past the expiry of its code', async () => {
    const code = await startApproved();
    test.clock.advance(minutes(14) + 59);
    const first = await test.poll(code);
    test.clock.advance(minutes(10) - 1);
    expect((await test.poll(code)).json()).toEqual(first.json());
    test.clock.advance(1);
    const late = await test.poll(code);
    expect([late.statusCode, late.body]).toEqual([410, (await test.poll('unknown')).body]);
  });

  it('mints once for polls that come together, and all get the one token', async () => {
    const code = await startApproved();
    const responses = await Promise.all(Array.from({ length: 30 }, () => test.poll(code)));
    expect(responses.map(({ statusCode }) => statusCode)).toEqual(Array(30).fill(200));
    expect(new Set(responses.map(({ body }) => body)).size).toBe(1);
    expect(test.gitHost.keys.size).toBe(1);
  });

  it('gets nothing again for a token that was revoked', async () => {
    const code = await startApproved();
    const { api_token } = (await test.poll(code)).json<Minted>();
    const headers = { authorization: `Bearer ${api_token}` };
    await test.app.inject({ method: 'DELETE', url: '/api/v1/forgejo/tokens/self', headers });
    expect((await test.poll(code)).statusCode).toBe(410);
    expect((await acknowledge(code)).statusCode).toBe(410);
  });

  it('is 410 once its mint has failed', async () => {
    const code = await startApproved();
    test.gitHost.failWith = new Error('disk full');
    expect((await test.poll(code)).statusCode).toBe(502);
    test.gitHost.failWith = null;
    expect((await test.poll(code)).statusCode).toBe(410);
    expect((await acknowledge(code)).statusCode).toBe(410);
  });

  it('keeps its answer where the server itself cannot read it', async () => {
    const code = await startApproved();
    const { api_token } = (await test.poll(code)).json<Minted>();
    const rows = await storedRows();
    const [, sealed = ''] = /"sealed_answer\\*":\\*"([\w-]+)/.exec(rows) ?? [];
    expect(sealed.length).toBeGreaterThan(100);
    for (const secret of [api_token, code]) {
      expect(rows).not.toContain(secret);
      expect(Buffer.from(sealed, 'base64url').includes(secret)).toBe(false);
    }
  });

  it('leaves no copy of its answer after the acknowledgement or after its time', async () => {
    const acknowledged = await startApproved();
    await test.poll(acknowledged);
    await acknowledge(acknowledged);
    expect(await storedRows()).not.toMatch(/sealed_answer\\*":\\*"/);
    await test.poll(await startApproved());
    await runSweep();
    expect(await storedRows()).toMatch(/sealed_answer\\*":\\*"/);
    test.clock.advance(minutes(10));
    await runSweep();
    expect(await storedRows()).not.toMatch(/sealed_answer\\*":\\*"/);
  });
});

describe('ack', () => {
  it('is 204 as often as it is said, until 15 minutes after minting', async () => {
    const code = await startApproved();
    await test.poll(code);
    expect((await acknowledge(code)).statusCode).toBe(204);
    test.clock.advance(minutes(15) - 1);
    expect((await acknowledge(code)).statusCode).toBe(204);
    test.clock.advance(1);
    expect((await acknowledge(code)).statusCode).toBe(410);
  });

  it('still saves the token after the answer is no longer repeated', async () => {
    const code = await startApproved();
    const minted = (await test.poll(code)).json<Minted>();
    test.clock.advance(minutes(12));
    await runSweep();
    expect((await acknowledge(code)).statusCode).toBe(204);
    test.clock.advance(minutes(5));
    await runSweep();
    expect(await whoami(minted)).toBe(200);
  });

  it('is one and the same 410 where nothing waits for it', async () => {
    const plain = await startApproved({});
    await test.poll(plain);
    const { device_code: pending } = await test.start(ACK);
    const unused = await startApproved();
    const denied = await test.start(ACK);
    await test.decide('deny', denied.user_code, await test.signIn());
    const gone = await test.poll('no-such-code');
    for (const code of ['no-such-code', plain, pending, unused, denied.device_code]) {
      const response = await acknowledge(code);
      expect([response.statusCode, response.body]).toEqual([410, gone.body]);
    }
    // Nothing was changed by asking.
    expect((await test.poll(unused)).statusCode).toBe(200);
  });

  it.each([
    ['no code', {}],
    ['an empty code', { device_code: '' }],
    ['a list', []],
  ])('is 400 for %s', async (_name, body) => {
    const response = await test.post('/api/v1/forgejo/device-codes/ack', body);
    expect([response.statusCode, response.json().code]).toEqual([400, 'invalid_request']);
  });
});

describe('the sweep', () => {
  it('revokes token and key 15 minutes after minting when nobody acknowledged them', async () => {
    const minted = (await test.poll(await startApproved())).json<Minted>();
    test.clock.advance(minutes(15) - 1);
    await runSweep();
    expect(await whoami(minted)).toBe(200);
    test.clock.advance(1);
    await runSweep();
    expect([await whoami(minted), test.gitHost.keys.size]).toEqual([401, 0]);
    expect(test.log.join('')).toContain('unacknowledged credential revoked');
  });

  it('leaves acknowledged tokens and those of other clients alone', async () => {
    const code = await startApproved();
    const acknowledged = (await test.poll(code)).json<Minted>();
    await acknowledge(code);
    const plain = (await test.poll(await startApproved({}))).json<Minted>();
    test.clock.advance(minutes(60));
    await runSweep();
    expect([await whoami(acknowledged), await whoami(plain)]).toEqual([200, 200]);
  });

  it('ends the token when the git host fails, and the key once that answers', async () => {
    const minted = (await test.poll(await startApproved())).json<Minted>();
    test.clock.advance(minutes(15));
    test.gitHost.failWith = new Error('disk full');
    await runSweep();
    expect(await whoami(minted)).toBe(401);
    expect(await storedRows()).not.toMatch(/sealed_answer\\*":\\*"/);
    test.gitHost.failWith = null;
    await test.settle();
    expect(test.gitHost.keys.size).toBe(0);
  });
});

describe('the log', () => {
  it('has no code and no token of an acknowledged enrollment in it', async () => {
    const code = await startApproved();
    const { api_token } = (await test.poll(code)).json<Minted>();
    await test.poll(code);
    await acknowledge(code);
    await runSweep();
    const log = test.log.join('');
    expect(log).toContain('credential delivered again');
    expect(log).toContain('credential acknowledged');
    for (const canary of [code, api_token]) expect(log).not.toContain(canary);
  });
});
