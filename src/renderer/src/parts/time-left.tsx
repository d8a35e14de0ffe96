import type { ReactNode } from 'react';

/** From here on the bar changes colour: too late to begin looking for an administrator. */
const SHORT_MS = 120_000;

/** How long the code is still good for, as main last told. */
export function TimeLeft(props: { remainingMs: number; lifetimeMs: number }): ReactNode {
  return (
    <div className="time-left" data-short={props.remainingMs < SHORT_MS}>
      <span className="time-left-text">
        <span className="quiet">Time left</span> <b>{minutesAndSeconds(props.remainingMs)}</b>
      </span>
      <progress aria-label="Time left" max={props.lifetimeMs} value={props.remainingMs} />
    </div>
  );
}

/** `14:05`; a code that is all but gone shows `00:01`, never a second too many. */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  return [Math.floor(seconds / 60), seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
