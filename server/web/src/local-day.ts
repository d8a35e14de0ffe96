/* Days as a date field has them (`2026-05-09`), in this device's time zone, and the moments at which they begin and end. */

export function startOfDay(day: string): string {
  return new Date(`${day}T00:00:00`).toISOString();
}

/** The next day's beginning. */
export function endOfDay(day: string): string {
  const next = new Date(`${day}T00:00:00`);
  next.setDate(next.getDate() + 1);
  return next.toISOString();
}

/** The day of a moment, or so many days after it. */
export function dayOf(moment: string, after = 0): string {
  const date = new Date(moment);
  date.setDate(date.getDate() + after);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
