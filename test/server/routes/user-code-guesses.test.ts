import { beforeEach, describe, expect, it } from 'vitest';
import { eachTestApp } from '../../support/each-test-app.ts';
import { RommDevice } from '../../support/romm-device.ts';
import type { TestApp } from '../../support/test-app.ts';

const WRONG = 'BCDF-GHJK';
const MINUTES = 60;

let test: TestApp;
let device: RommDevice;
let ada: Record<string, string>;
eachTestApp((app) => {
  test = app;
  device = new RommDevice(test);
});
beforeEach(async () => {
  ada = await test.signIn();
});

type Answer = Awaited<ReturnType<TestApp['post']>>;

/** Every route that takes a user code, by what it is called. */
const ROUTES: Readonly<
  Record<string, (code: string, headers: Record<string, string>) => Promise<Answer>>
> = {
  lookup: (code, headers) => test.decide('lookup', code, headers),
  approve: (code, headers) => test.decide('approve', code, headers),
  deny: (code, headers) => test.decide('deny', code, headers),
  'RomM pending': (code, headers) => device.pending(code, headers),
  'RomM approve': (code, headers) => device.approve(code, headers),
  'RomM deny': (code, headers) => device.deny(code, headers),
};

async function guess(times: number, headers = ada, code = WRONG): Promise<number[]> {
  const statuses: number[] = [];
  for (let count = 0; count < times; count += 1) {
    statuses.push((await test.decide('lookup', code, headers)).statusCode);
  }
  return statuses;
}

describe.each(Object.entries(ROUTES))('%s', (_name, ask) => {
  it('tells five times that a code is wrong, then nothing for 15 minutes', async () => {
    for (let count = 0; count < 5; count += 1) expect((await ask(WRONG, ada)).statusCode).toBe(404);
    const started = [await test.start(), await device.init()];
    const answers = await Promise.all(
      [WRONG, 'ZZZZ-ZZZZ', ...started.map(({ user_code }) => user_code)].map((code) =>
        ask(code, ada),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([429, 429, 429, 429]);
    // Right, wrong and of another dialect: the same words and headers.
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(answers[0]?.body).toContain('Too many wrong codes. Try again in 15 minutes.');
    expect(new Set(answers.map(({ headers }) => headers['retry-after'])).size).toBe(1);
    test.clock.advance(15 * MINUTES);
    ada = await test.signIn();
    expect((await ask(WRONG, ada)).statusCode).toBe(404);
  });
});

describe('the budget of an account', () => {
  it('is one for all routes and dialects, and for tokens of a person', async () => {
    const { bearer } = await device.pair(ada);
    const statuses: number[] = [];
    for (const ask of Object.values(ROUTES)) statuses.push((await ask(WRONG, ada)).statusCode);
    expect(statuses).toEqual([404, 404, 404, 404, 404, 429]);
    expect((await device.pending(WRONG, bearer)).statusCode).toBe(429);
  });

  it('is untouched by right, expired and decided codes', async () => {
    const { user_code } = await test.start();
    for (let count = 0; count < 10; count += 1) {
      expect((await test.decide('lookup', user_code, ada)).statusCode).toBe(200);
    }
    await test.decide('deny', user_code, ada);
    expect(await guess(10, ada, user_code)).toEqual(Array(10).fill(410));
    const late = await test.start();
    test.clock.advance(15 * MINUTES);
    expect(await guess(10, ada, late.user_code)).toEqual(Array(10).fill(404));
    expect(await guess(6)).toEqual([404, 404, 404, 404, 404, 429]);
  });

  it('counts what cannot be a code like any other wrong one', async () => {
    expect(await guess(6, ada, 'AAAA-0000')).toEqual([404, 404, 404, 404, 404, 429]);
  });

  it('is each administrator’s own', async () => {
    await guess(6);
    const eve = await test.signIn('eve@example.org');
    expect(await guess(1, eve)).toEqual([404]);
  });

  it('tells no more to guesses that come at once', async () => {
    const { user_code } = await test.start();
    const codes = [...Array<string>(20).fill(WRONG), user_code];
    const answers = await Promise.all(codes.map((code) => test.decide('lookup', code, ada)));
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 404)).toHaveLength(5);
    expect(statuses.at(-1)).toBe(429);
  });

  it('raises an alert once, without the code', async () => {
    await guess(8);
    const alerts = test.log.filter((line) => line.includes('user-codes-locked'));
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toContain('"scope":"account"');
    expect(test.log.join()).not.toContain(WRONG);
  });
});

describe('a program with a token', () => {
  it('has a budget, too', async () => {
    const { bearer } = await test.enroll(['device-codes:approve']);
    expect(await guess(6, bearer)).toEqual([404, 404, 404, 404, 404, 429]);
  });
});
