const SECOND_MS = 1_000;
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always' });
const absolute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'long' });

/** `12 seconds ago`, `3 minutes ago`: whole units, rounded down. A time ahead counts as now. */
export function describeAge(ageMs: number): string {
  const seconds = Math.max(0, Math.floor(ageMs / SECOND_MS));
  if (seconds < 5) return 'just now';
  if (seconds < MINUTE_SECONDS) return relative.format(-seconds, 'second');
  if (seconds < HOUR_SECONDS)
    return relative.format(-Math.floor(seconds / MINUTE_SECONDS), 'minute');
  if (seconds < DAY_SECONDS) return relative.format(-Math.floor(seconds / HOUR_SECONDS), 'hour');
  return relative.format(-Math.floor(seconds / DAY_SECONDS), 'day');
}

/** `30 seconds`, `2 minutes`, `1 hour`: rounded up, since it says how long to wait. */
export function describeDuration(seconds: number): string {
  if (seconds <= 90) return count(Math.max(1, seconds), 'second');
  if (seconds <= 90 * MINUTE_SECONDS) return count(Math.ceil(seconds / MINUTE_SECONDS), 'minute');
  return count(Math.ceil(seconds / HOUR_SECONDS), 'hour');
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/** `12:04`, minutes and seconds. */
export function formatCountdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / SECOND_MS));
  return `${Math.floor(seconds / MINUTE_SECONDS)}:${String(seconds % MINUTE_SECONDS).padStart(2, '0')}`;
}

/** Day, time and zone, in full. */
export function formatMoment(timeMs: number): string {
  return absolute.format(timeMs);
}

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** The day alone, for lists. */
export function formatDay(timeMs: number): string {
  return day.format(timeMs);
}

/** `9 – 11 May 2026`: the days from the first to the last, which are moments of theirs. */
export function formatDays(firstMs: number, lastMs: number): string {
  return day.formatRange(firstMs, lastMs);
}

const hours = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** `9 May 2026, 08:00–18:00`, in this device's time zone. */
export function formatHours(fromMs: number, toMs: number): string {
  return hours.formatRange(fromMs, toMs);
}
