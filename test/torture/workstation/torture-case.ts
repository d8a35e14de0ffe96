/** `short` takes seconds and is part of `npm test`; `full` is what `npm run torture` does. */
export type TortureScale = 'short' | 'full';

/** One line of the summary table. */
export interface TortureRow {
  readonly what: string;
  /** What was done and measured, in numbers. */
  readonly measured: string;
  /** Each in one sentence; empty when all went as it should. */
  readonly problems: readonly string[];
}

export interface TortureCase {
  readonly name: string;
  /** About how long the full one takes. */
  readonly minutes: number;
  /** It waits most of the time, so the full run has it beside the others. */
  readonly isMostlyWaiting?: true;
  /** Why it cannot run on this machine, or null. */
  readonly skipReason: () => Promise<string | null>;
  readonly run: (scale: TortureScale) => Promise<readonly TortureRow[]>;
}
