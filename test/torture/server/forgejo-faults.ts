import type { Fault, StandInForgejo } from '../../support/forgejo/stand-in-forgejo.ts';

/** Labs of one fault each, so that a call says by its lab which fault it may meet. */
const LAB = /\bF\d{4}\b/;

/** A fault at the n-th call, from 0, that is made for its lab from now on. */
export interface PlannedFault extends Fault {
  readonly lab: string;
  readonly call: number;
}

/** Lets each planned fault happen once. */
export class ForgejoFaults {
  readonly #planned = new Map<string, PlannedFault>();
  readonly #calls = new Map<string, string[]>();
  #waiting: { readonly until: number; readonly done: () => void } | null = null;
  #met = 0;

  constructor(forgejo: StandInForgejo) {
    forgejo.plan = (operation, said) => this.#meet(operation, said);
  }

  plan(faults: readonly PlannedFault[]): void {
    this.#calls.clear();
    this.#met = 0;
    for (const fault of faults) this.#planned.set(fault.lab, fault);
  }

  /** What was called for a lab since faults were planned last. */
  callsFor(lab: string): readonly string[] {
    return this.#calls.get(lab) ?? [];
  }

  /** Resolves when as many faults have been met. */
  met(count: number): Promise<void> {
    return new Promise((done) => {
      this.#waiting = { until: count, done };
      this.#tell();
    });
  }

  #meet(operation: string, said: string): Fault | null {
    const lab = LAB.exec(said)?.[0];
    if (lab === undefined) return null;
    const calls = [...this.callsFor(lab), operation];
    this.#calls.set(lab, calls);
    const fault = this.#planned.get(lab);
    if (fault?.call !== calls.length - 1) return null;
    this.#planned.delete(lab);
    this.#met += 1;
    this.#tell();
    return fault;
  }

  #tell(): void {
    if (this.#waiting && this.#met >= this.#waiting.until) this.#waiting.done();
  }
}
