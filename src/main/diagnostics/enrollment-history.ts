import type { EnrollmentState } from '../../shared/enrollment.ts';
import type { PreFlightCheck } from '../../shared/pre-flight.ts';

/** One state that an enrollment was in. */
export interface Stay {
  /** The kind of state, and the step where there are steps. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** As many as a few enrollments have; older ones are in the log. */
const KEPT = 60;

/** Remembers for the diagnostics what the state itself forgets: which states there were, when, and how the checks ended. */
export class EnrollmentHistory {
  #stays: readonly Stay[] = [];
  #checks: readonly PreFlightCheck[] = [];
  readonly #wallTimeMs: () => number;

  constructor(wallTimeMs: () => number) {
    this.#wallTimeMs = wallTimeMs;
  }

  get stays(): readonly Stay[] {
    return this.#stays;
  }

  /** Of the last pre-flight, in the window's order. */
  get checks(): readonly PreFlightCheck[] {
    return this.#checks;
  }

  record(state: EnrollmentState): void {
    if (state.kind === 'checking') this.#checks = state.checks;
    const name = nameOf(state);
    if (name === this.#stays.at(-1)?.name) return;
    this.#stays = [...this.#stays, { name, since: this.#wallTimeMs() }].slice(-KEPT);
  }
}

function nameOf(state: EnrollmentState): string {
  switch (state.kind) {
    case 'finishing':
      return `finishing: ${state.step}`;
    case 'failed':
      return `failed: ${state.failure.kind}`;
    default:
      return state.kind;
  }
}
