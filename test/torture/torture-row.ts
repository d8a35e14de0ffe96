/** One line of the torture table. */
export interface TortureRow {
  readonly name: string;
  readonly cases: number;
  /** How the cases ended, by the name of the end. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What must never happen and did, one line each; empty is a pass. */
  readonly violations: readonly string[];
  readonly seconds: number;
}
