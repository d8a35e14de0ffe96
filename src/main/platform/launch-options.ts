import { parseArgs } from 'node:util';

/** What the command line decides for this run. */
export interface LaunchOptions {
  /** Fills in the API base URL; it is checked like a typed one. */
  readonly apiBaseUrl: string | null;
  /** Absolute path of the folder that a trial uses in place of the person's home; null for the real thing. */
  readonly trialHome: string | null;
}

/** Reads our own options and leaves Chromium's and Electron's alone. */
export function parseLaunchOptions(argv: readonly string[]): LaunchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: { 'api-base-url': { type: 'string' }, 'trial-home': { type: 'string' } },
    strict: false,
  });
  return {
    apiBaseUrl: textOrNull(values['api-base-url']),
    trialHome: textOrNull(values['trial-home']),
  };
}

/** Without `strict`, an option that lacks its value is `true`. */
function textOrNull(value: string | boolean | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
