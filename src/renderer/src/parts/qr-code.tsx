import { type ReactNode, useMemo } from 'react';
import { qrPath } from './qr-path.ts';

/** Side of the square that the symbol may fill. */
const MAX_SIDE_PX = 246;

/** The approval link for a phone's camera: dark on white in either theme, since some readers refuse the inverse. */
export function QrCode({ text }: { text: string }): ReactNode {
  const symbol = useMemo(() => qrPath(text), [text]);
  if (!symbol) return <p className="quiet">This link is too long for a QR code. Use the code.</p>;
  // Whole pixels for each module, as many as fit: uneven modules are harder to read.
  const side = symbol.size * Math.max(1, Math.floor(MAX_SIDE_PX / symbol.size));
  return (
    <svg
      className="qr-code"
      role="img"
      aria-label="QR code of the approval page"
      width={side}
      height={side}
      viewBox={`0 0 ${symbol.size} ${symbol.size}`}
      shapeRendering="crispEdges"
    >
      <rect width={symbol.size} height={symbol.size} fill="#ffffff" />
      <path d={symbol.path} fill="#000000" />
    </svg>
  );
}
