import { describe, expect, it } from 'vitest';
import { retryAfterMs, serverTimeMs } from '../../../src/main/api/response-times.ts';

const DATE = 'Sat, 09 May 2026 11:45:00 GMT';

function answer(headers: Readonly<Record<string, string>>) {
  return { status: 429, headers, body: '' };
}

describe('serverTimeMs', () => {
  it.each([
    [{ date: DATE }, Date.UTC(2026, 4, 9, 11, 45)],
    [{ date: 'yesterday' }, null],
    [{}, null],
  ])('reads %j as %j', (headers, time) => {
    expect(serverTimeMs(answer({ ...headers }))).toBe(time);
  });
});

describe('retryAfterMs', () => {
  it.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['zero', { 'retry-after': '0' }, 0],
    [
      'a date, by the clock of the server',
      { 'retry-after': 'Sat, 09 May 2026 11:45:20 GMT', date: DATE },
      20_000,
    ],
    ['a date that has passed', { 'retry-after': 'Sat, 09 May 2026 11:44:00 GMT', date: DATE }, 0],
    ['a date without a clock to read it by', { 'retry-after': DATE }, null],
    ['a negative number', { 'retry-after': '-5', date: 'x' }, null],
    ['more digits than a wait can have', { 'retry-after': '9'.repeat(400) }, null],
    ['words', { 'retry-after': 'soon' }, null],
    ['nothing', {}, null],
  ])('reads %s', (_, headers, wait) => {
    expect(retryAfterMs(answer({ ...headers }))).toBe(wait);
  });
});
