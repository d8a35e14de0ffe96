import { create } from 'qrcode';
import { describe, expect, it } from 'vitest';
import { qrPath } from '../../../src/renderer/src/parts/qr-path.ts';

const QUIET_ZONE = 4;

/** The dark modules that a path paints, as `x,y`. */
function painted(path: string): Set<string> {
  const cells = new Set<string>();
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let i = 0; i < Number(width); i++) cells.add(`${Number(x) + i},${y}`);
  }
  return cells;
}

describe('qrPath', () => {
  it.each([
    'https://api.example.org/device?user_code=BCDF-GHJK',
    `https://${'long-name.'.repeat(24)}example/device?user_code=BCDF-GHJK`,
  ])('paints exactly the dark modules of %s', (text) => {
    const { modules, errorCorrectionLevel } = create(text, { errorCorrectionLevel: 'M' });
    const expected = new Set<string>();
    for (let y = 0; y < modules.size; y++) {
      for (let x = 0; x < modules.size; x++) {
        if (modules.get(y, x)) expected.add(`${x + QUIET_ZONE},${y + QUIET_ZONE}`);
      }
    }
    const symbol = qrPath(text);
    expect(errorCorrectionLevel.bit).toBe(0);
    expect(symbol?.size).toBe(modules.size + 2 * QUIET_ZONE);
    expect(painted(symbol?.path ?? '')).toEqual(expected);
  });

  it('gives null for a text that no QR code holds', () => {
    expect(qrPath('x'.repeat(3_000))).toBeNull();
  });
});
