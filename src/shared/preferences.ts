/** What the technician decides and electron-store keeps. */
export interface Preferences {
  /** Canonical form (see `parseApiBaseUrl`), or empty before the first use. */
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
}
