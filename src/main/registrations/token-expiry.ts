import {
  EXPIRY_THRESHOLDS_DAYS,
  type ExpiryThresholdDays,
  type TokenExpiry,
} from '../../shared/registrations.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** How long a token is good for at a time of the wall clock; null for one that never ends, or whose end is not known. */
export function tokenExpiry(expiresAt: string | null, nowMs: number): TokenExpiry | null {
  if (expiresAt === null) return null;
  const daysLeft = Math.max(0, Math.ceil((Date.parse(expiresAt) - nowMs) / DAY_MS));
  return { expiresAt, daysLeft, warning: daysLeft === 0 ? 'expired' : passedThreshold(daysLeft) };
}

/** The threshold of which the technician has not been told yet, or null. One that was slept through is left out. */
export function dueWarning(
  expiry: TokenExpiry | null,
  warnedDays: number | null,
): ExpiryThresholdDays | null {
  if (expiry === null || expiry.daysLeft === 0) return null;
  const passed = passedThreshold(expiry.daysLeft);
  return passed !== null && (warnedDays === null || passed < warnedDays) ? passed : null;
}

function passedThreshold(daysLeft: number): ExpiryThresholdDays | null {
  return EXPIRY_THRESHOLDS_DAYS.filter((days) => daysLeft <= days).at(-1) ?? null;
}
