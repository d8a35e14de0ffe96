import type { Clock } from '../platform/clock.ts';

interface Wait {
  readonly waitMs: number;
  /** What haste shortens the wait to. */
  readonly shortestWaitMs: number;
  readonly noLaterThanMs: number;
}

/** The wait between two polls, which news from outside may shorten. */
export class PollingTurn {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #inHaste = false;
  #wake: AbortController | null = null;

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Shortens the wait that runs, or the next one. */
  hasten(): void {
    this.#inHaste = true;
    this.#wake?.abort();
  }

  forgetHaste(): void {
    this.#inHaste = false;
  }

  /** Ends early when the signal aborts. The time is looked at anew after each sleep: a machine may have slept too. */
  async wait({ waitMs, shortestWaitMs, noLaterThanMs }: Wait): Promise<void> {
    const begunMs = this.#clock.now();
    const remainingMs = () => {
      const turnMs = begunMs + (this.#inHaste ? Math.min(shortestWaitMs, waitMs) : waitMs);
      return Math.min(turnMs, noLaterThanMs) - this.#clock.now();
    };
    while (!this.#signal.aborted && remainingMs() > 0) await this.#sleep(remainingMs());
    this.#inHaste = false;
  }

  async #sleep(ms: number): Promise<void> {
    const wake = new AbortController();
    const end = () => wake.abort();
    this.#wake = wake;
    this.#signal.addEventListener('abort', end, { once: true });
    try {
      await this.#clock.sleep(ms, wake.signal).catch(() => undefined);
    } finally {
      this.#signal.removeEventListener('abort', end);
      this.#wake = null;
    }
  }
}
