import { describeAge, formatMoment } from '../format-time.ts';
import { useTicking } from './use-ticking.ts';

interface AgeProps {
  /** ISO 8601. */
  readonly since: string;
  readonly clock: () => number;
}

export function Age({ since, clock }: AgeProps) {
  const sinceMs = Date.parse(since);
  return (
    <time dateTime={since} title={formatMoment(sinceMs)}>
      {describeAge(useTicking(clock) - sinceMs)}
    </time>
  );
}
