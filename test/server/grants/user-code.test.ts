import { describe, expect, it } from 'vitest';
import { isWellFormedUserCode } from '../../../protocol/src/user-code.ts';
import { hashUserCode, newUserCode } from '../../../server/src/grants/user-code.ts';

describe('newUserCode', () => {
  it('draws every letter of the alphabet about as often in every place', () => {
    const draws = 20_000;
    const counts = new Map<string, number>();
    for (let draw = 0; draw < draws; draw += 1) {
      const code = newUserCode();
      expect(isWellFormedUserCode(code)).toBe(true);
      for (const [place, letter] of [...code].entries()) {
        const key = `${place}${letter}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(8 * 20);
    // 1,000 each are expected; 200 off is more than six standard deviations.
    for (const count of counts.values()) expect(Math.abs(count - draws / 20)).toBeLessThan(200);
  });
});

describe('hashUserCode', () => {
  it('depends on the key', () => {
    const hash = (fill: number) => hashUserCode(Buffer.alloc(32, fill), 'BCDFGHJK');
    expect(hash(1)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(hash(1)).toBe(hash(1));
    expect(hash(1)).not.toBe(hash(2));
  });
});
