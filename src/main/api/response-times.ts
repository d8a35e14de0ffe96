import type { HttpResponse } from './transport.ts';

/** When the server says that it answered, in milliseconds of its own clock. */
export function serverTimeMs(response: HttpResponse): number | null {
  return parsedDateMs(response.headers.date);
}

/** How long `Retry-After` asks to wait: seconds, or a date, which is read against the server's own clock (RFC 9110 section 10.2.3). */
export function retryAfterMs(response: HttpResponse): number | null {
  const value = response.headers['retry-after']?.trim();
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const until = parsedDateMs(value);
  const now = serverTimeMs(response);
  return until === null || now === null ? null : Math.max(0, until - now);
}

function parsedDateMs(value: string | undefined): number | null {
  const time = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(time) ? null : time;
}
