import { create } from 'qrcode';

/** Light modules that a reader needs around the symbol (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** A QR symbol as one SVG path, in modules, quiet zone included. */
export interface QrPath {
  readonly size: number;
  readonly path: string;
}

/** Draws each run of dark modules in a row as one rectangle. `null` when the text is longer than any QR code holds. */
export function qrPath(text: string): QrPath | null {
  const modules = modulesOf(text);
  if (!modules) return null;
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      const start = column;
      while (column < modules.size && modules.data[row * modules.size + column]) column++;
      if (column > start) path += run(start + QUIET_ZONE, row + QUIET_ZONE, column - start);
    }
  }
  return { size: modules.size + 2 * QUIET_ZONE, path };
}

function run(x: number, y: number, width: number): string {
  return `M${x} ${y}h${width}v1h-${width}z`;
}

function modulesOf(text: string): { readonly size: number; readonly data: Uint8Array } | null {
  try {
    return create(text, { errorCorrectionLevel: 'M' }).modules;
  } catch {
    // The package throws when no version is large enough; the typed code still works then.
    return null;
  }
}
