import { describe, expect, it, vi } from 'vitest';
import { randomHexSecret, randomSecret } from '../../server/src/secrets/random-secret.ts';

vi.setConfig({ testTimeout: 180_000 });

const SAMPLES = 1_000_000;

/** Every character but the last, which has fewer bits of its own in 43 of base64. */
const PLACES = 42;

/** A fair source stays below it but once in a million times: 5 deviations of chi-squared, and its longer tail. */
function limit(freedom: number): number {
  return freedom + 5 * Math.sqrt(2 * freedom) + 15;
}

describe('a million secrets (security.md T05)', () => {
  it.each([
    ['device codes and tokens', randomSecret, 43, 64],
    ['those of the RomM dialect', randomHexSecret, 64, 16],
  ])(
    'are of one length, without a repeat, each character as often as another: %s',
    (_what, draw, length, alphabet) => {
      const seen = new Set<string>();
      const lengths = new Set<number>();
      const counts = new Uint32Array(128);
      for (let count = 0; count < SAMPLES; count += 1) {
        const text = draw().reveal();
        seen.add(text);
        lengths.add(text.length);
        for (let place = 0; place < PLACES; place += 1) counts[text.charCodeAt(place)]! += 1;
      }
      expect([...lengths]).toEqual([length]);
      expect(seen.size).toBe(SAMPLES);
      const used = [...counts].filter((count) => count > 0);
      expect(used).toHaveLength(alphabet);
      const fair = (SAMPLES * PLACES) / alphabet;
      const chiSquared = used.reduce((sum, count) => sum + (count - fair) ** 2 / fair, 0);
      expect(chiSquared).toBeLessThan(limit(alphabet - 1));
    },
  );
});
