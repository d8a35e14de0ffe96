import { formatCountdown, formatMoment } from '../format-time.ts';
import { useTicking } from './use-ticking.ts';

const SOON_MS = 2 * 60_000;

interface TimeLeftProps {
  /** ISO 8601. */
  readonly until: string;
  readonly clock: () => number;
}

/** What is left to decide. The server has the last word: at zero nothing is taken away, only said. */
export function TimeLeft({ until, clock }: TimeLeftProps) {
  const untilMs = Date.parse(until);
  const leftMs = untilMs - useTicking(clock);
  if (leftMs <= 0) {
    return (
      <span role="alert" className="time-over">
        None: the code has expired. Start again on the machine that shows it.
      </span>
    );
  }
  return (
    <time
      className={leftMs < SOON_MS ? 'countdown soon' : 'countdown'}
      dateTime={until}
      title={formatMoment(untilMs)}
    >
      {formatCountdown(leftMs)}
    </time>
  );
}
