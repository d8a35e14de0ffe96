import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capture } from '../../scripts/stage/child-process.ts';
import { drawQrCode } from '../../src/main/cli/qr-code.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const URL_COMPLETE = 'https://api.nmgrl.example/device?user_code=BCDF-GHJK';
const PIXELS_A_MODULE = 6;

/** The two modules that a half block stands for, from above. */
const HALVES: Readonly<Record<string, readonly [upper: number, lower: number]>> = {
  ' ': [0, 0],
  '▄': [0, 1],
  '▀': [1, 0],
  '█': [1, 1],
};

/** As a terminal shows it: a portable bitmap, each module a square of pixels. */
function bitmapOf(drawn: string): string {
  const rows = drawn.split('\n').flatMap((line) => {
    const halves = [...line].map((block) => HALVES[block] ?? [0, 0]);
    return [halves.map(([upper]) => upper), halves.map(([, lower]) => lower)];
  });
  const scaled = rows.flatMap((row) => {
    const wide = row.flatMap((module) => Array<number>(PIXELS_A_MODULE).fill(module));
    return Array<string>(PIXELS_A_MODULE).fill(wide.join(' '));
  });
  const width = (rows[0]?.length ?? 0) * PIXELS_A_MODULE;
  return `P1\n${width} ${scaled.length}\n${scaled.join('\n')}\n`;
}

describe('drawQrCode', () => {
  it.each([
    ['without color', false],
    ['in color', true],
  ])('is read to the letter by a scanner, %s', async (_, inColor) => {
    const drawn = drawQrCode(URL_COMPLETE, inColor) ?? '';
    const plain = drawn.replace(/\u001b\[[\d;]*m/g, '');
    const picture = join(await scratchFolder(), 'code.pbm');
    await writeFile(picture, bitmapOf(plain));
    expect(await capture('zbarimg', ['--quiet', '--raw', picture])).toBe(`${URL_COMPLETE}\n`);
  });

  it('fits an ordinary terminal', () => {
    const lines = (drawQrCode(URL_COMPLETE, false) ?? '').split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(lines[0]?.length).toBeLessThanOrEqual(80);
  });

  it('is left out for a text that no QR code holds', () => {
    expect(drawQrCode('x'.repeat(5_000), false)).toBeNull();
  });
});
