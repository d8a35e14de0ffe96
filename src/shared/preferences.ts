import type { PolicyFacts } from './policy.ts';

/** What the pane begins with. */
export interface Preferences {
  /** What the lab or the command line names, or else what was used last; empty before the first use. */
  readonly apiBaseUrl: string;
}

/** Facts about this run of the app that the window shows. */
export interface AppInfo {
  readonly version: string;
  /** `linux`, `darwin`, `win32` … as Node names it. */
  readonly platform: string;
  /** A trial uses a home folder of its own and leaves the person's files and keyring alone. */
  readonly trialHome: string | null;
  /** Under which name the keyring holds tokens; the account is the lab. */
  readonly keyringService: string;
  /** Absolute path of the current log file. */
  readonly logFile: string;
  readonly hostname: string;
  /** What the lab decided for this workstation. */
  readonly policy: PolicyFacts;
}
