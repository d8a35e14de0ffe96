/** What helps somebody else to help. It is shown as a whole before any of it leaves the machine. */
export interface DiagnosticsReport {
  /** To the letter what *Copy* and *Save* hand out. */
  readonly text: string;
  /** How many places looked like a secret and were blanked: 0 unless something else went wrong. */
  readonly blanked: number;
}

/** How saving to a file ended. */
export type DiagnosticsSaved =
  | { readonly kind: 'saved'; readonly path: string }
  | { readonly kind: 'not-chosen' }
  /** `code` is the system's error name, such as `EACCES`. */
  | { readonly kind: 'failed'; readonly code: string };

/** A bug met the technician. It is told as that, never with a stack: that is in the log. */
export type Trouble =
  /** The page stopped and was loaded anew; main and what it was doing went on. */
  | 'window'
  /** Main met something that it does not know. */
  | 'app';
