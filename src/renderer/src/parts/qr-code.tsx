import { type ReactNode, useMemo } from 'react';
import { qrPath } from './qr-path.ts';

/** The approval link for a phone's camera: dark on white in either theme, since some readers refuse the inverse. */
export function QrCode({ text }: { text: string }): ReactNode {
  const symbol = useMemo(() => qrPath(text), [text]);
  if (!symbol) return <p className="quiet">This link is too long for a QR code. Use the code.</p>;
  return (
    <svg
      className="qr-code"
      role="img"
      aria-label="QR code of the approval page"
      viewBox={`0 0 ${symbol.size} ${symbol.size}`}
      shapeRendering="crispEdges"
    >
      <rect width={symbol.size} height={symbol.size} fill="#ffffff" />
      <path d={symbol.path} fill="#000000" />
    </svg>
  );
}
