import type { Clock } from './clock.ts';

/** What a machine tells of time, handed in so that a test can put it to sleep. */
export interface TimeReadings {
  /** Stands still while the machine is suspended on some systems (Linux, macOS) and goes on in others. */
  readonly monotonicMs: () => number;
  /** Goes on while the machine is suspended, and jumps when somebody sets it. */
  readonly wallMs: () => number;
}

const MACHINE: TimeReadings = { monotonicMs: () => performance.now(), wallMs: () => Date.now() };

/**
 * The machine's own monotonic clock, which also counts the time of a suspension: a code expires while the lid is closed.
 * Node offers no clock that does (CLOCK_BOOTTIME), so the wall clock measures each suspension, between the system's word
 * that one begins and its word that it is over. At all other times a wall clock that is set changes nothing; and it only
 * ever adds: a clock that was set back meanwhile cannot lengthen the life of a code.
 */
export class SystemClock implements Clock {
  readonly #readings: TimeReadings;
  #suspendedMs = 0;
  #beforeSuspension: { readonly monotonicMs: number; readonly wallMs: number } | null = null;

  constructor(readings: TimeReadings = MACHINE) {
    this.#readings = readings;
  }

  now(): number {
    return this.#readings.monotonicMs() + this.#suspendedMs;
  }

  /** The machine is about to be suspended. */
  beginSuspension(): void {
    const { monotonicMs, wallMs } = this.#readings;
    this.#beforeSuspension = { monotonicMs: monotonicMs(), wallMs: wallMs() };
  }

  /** The machine is awake again. A second word about the same suspension adds nothing. */
  endSuspension(): void {
    const before = this.#beforeSuspension;
    this.#beforeSuspension = null;
    if (!before) return;
    const wallMs = this.#readings.wallMs() - before.wallMs;
    const monotonicMs = this.#readings.monotonicMs() - before.monotonicMs;
    this.#suspendedMs += Math.max(0, wallMs - monotonicMs);
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', end);
        resolve();
      }, ms);
      signal.addEventListener('abort', end, { once: true });
    });
  }
}
