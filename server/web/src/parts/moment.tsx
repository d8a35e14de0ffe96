import { describeAge, formatDay, formatMoment } from '../format-time.ts';

interface MomentProps {
  /** ISO 8601; null: never. */
  readonly at: string | null;
  readonly never?: string;
}

/** A day, and the exact time for whoever points at it. */
export function Day({ at, never = 'Never' }: MomentProps) {
  if (at === null) return <span className="quiet">{never}</span>;
  const timeMs = Date.parse(at);
  return (
    <time dateTime={at} title={formatMoment(timeMs)}>
      {formatDay(timeMs)}
    </time>
  );
}

/** How long ago it was at `nowMs`. */
export function Ago({ at, never = 'Never', nowMs }: MomentProps & { readonly nowMs: number }) {
  if (at === null) return <span className="quiet">{never}</span>;
  const timeMs = Date.parse(at);
  return (
    <time dateTime={at} title={formatMoment(timeMs)}>
      {describeAge(nowMs - timeMs)}
    </time>
  );
}
