import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TROUBLE_NUMBERS } from '../../src/shared/trouble-numbers.ts';

const guide = readFileSync(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8');
const entries = Object.values(TROUBLE_NUMBERS);
const numbers = entries.map(({ number }) => number);

describe('TROUBLE_NUMBERS', () => {
  it('gives each problem a number of its own that can be said', () => {
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) expect(number).toMatch(/^T-\d{2}$/);
  });
});

describe('the troubleshooting guide', () => {
  it('explains exactly these numbers, in their order', () => {
    const explained = [...guide.matchAll(/^## (T-\d+)\n(.+)$/gm)].map(([, number]) => number);
    expect(explained).toEqual(numbers.toSorted());
  });

  it('lists each with its layer and weight', () => {
    const rows = [...guide.matchAll(/^\| \[(T-\d+)\]\(#t-\d+\) \| (\w+) \| (\w+) \|/gm)];
    expect(rows.map(([, number, layer, weight]) => [number, layer, weight])).toEqual(
      entries.map(({ number, layer, weight }) => [
        number,
        layer,
        weight === 'failed' ? 'failure' : weight,
      ]),
    );
  });
});
