import { create } from 'qrcode';

/** White around the code, in modules: scanners ask for four. */
const QUIET_ZONE = 4;

const BLACK_ON_WHITE = '\u001b[30;107m';
const RESET = '\u001b[0m';

/**
 * A QR code of half blocks, two rows of modules in a line. In color it is black on white whatever the terminal's own
 * colors are; without, it fits dark letters on a light page, as a log or a mail shows it. Null for a text that is longer
 * than any QR code holds.
 */
export function drawQrCode(text: string, inColor: boolean): string | null {
  const modules = modulesOf(text);
  if (!modules) return null;
  const { size, data } = modules;
  const isDark = (row: number, column: number) =>
    row >= 0 && column >= 0 && row < size && column < size && data[row * size + column] === 1;
  const lines: string[] = [];
  for (let row = -QUIET_ZONE; row < size + QUIET_ZONE; row += 2) {
    let line = '';
    for (let column = -QUIET_ZONE; column < size + QUIET_ZONE; column += 1) {
      line += BLOCKS[Number(isDark(row, column)) * 2 + Number(isDark(row + 1, column))];
    }
    lines.push(inColor ? `${BLACK_ON_WHITE}${line}${RESET}` : line);
  }
  return lines.join('\n');
}

/** By upper and lower half: neither, lower, upper, both. */
const BLOCKS = [' ', '▄', '▀', '█'] as const;

function modulesOf(text: string): { readonly size: number; readonly data: Uint8Array } | null {
  try {
    return create(text, { errorCorrectionLevel: 'M' }).modules;
  } catch {
    // The package throws when no version is large enough; the code can still be typed.
    return null;
  }
}
