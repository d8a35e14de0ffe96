import type { ManagedSettings } from '../../shared/policy.ts';
import { useMainMirror } from './main-mirror.ts';

/** What the lab decided, or null where it decides nothing. */
export function useManagedSettings(): ManagedSettings | null {
  const policy = useMainMirror(({ info }) => info?.policy);
  return policy?.kind === 'managed' ? policy.settings : null;
}

/** The words are English; a policy that asks for another language gets its numbers and dates, and honest markup. */
export function languageOfTexts(language: string | null): string {
  return language !== null && /^en\b/i.test(language) ? language : 'en';
}

/** From one day to another, as the lab's language or else the system's writes it. */
export function formatDays(from: string, to: string, language: string | null): string {
  const format = new Intl.DateTimeFormat(language ?? undefined, { dateStyle: 'long' });
  return format.formatRange(new Date(from), new Date(to));
}
