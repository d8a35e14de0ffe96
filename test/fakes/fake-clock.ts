import type { Clock } from '../../src/main/platform/clock.ts';

interface Sleeper {
  readonly wakesAtMs: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. Sleepers wake in the order of their times, one after the other. */
export class FakeClock implements Clock {
  /** Every wait that was asked for, in order. */
  readonly waits: number[] = [];
  readonly #sleepers = new Set<Sleeper>();
  #nowMs = 1_000;

  now(): number {
    return this.#nowMs;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.waits.push(ms);
    await new Promise<void>((resolve, reject) => {
      const end = () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      };
      const wake = () => {
        signal.removeEventListener('abort', end);
        resolve();
      };
      const sleeper = { wakesAtMs: this.#nowMs + ms, wake };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', end, { once: true });
    });
  }

  /** How many sleep now. */
  get sleepers(): number {
    return this.#sleepers.size;
  }

  /** Lets everything that needs no time happen. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Moves on by `ms`, waking on the way whoever's time comes. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await this.settle();
    for (let next = this.#next(); next && next.wakesAtMs <= untilMs; next = this.#next()) {
      await this.#wake(next);
    }
    this.#nowMs = untilMs;
  }

  /** Moves on without waking anybody, as when the machine is suspended: sleepers wake late. */
  suspend(ms: number): void {
    this.#nowMs += ms;
  }

  /** Moves on for as long as the work sleeps, and gives its outcome. */
  async run<Value>(work: Promise<Value>): Promise<Value> {
    let settled = false;
    work.then(
      () => (settled = true),
      () => (settled = true),
    );
    await this.runUntil(() => settled);
    return work;
  }

  /** Moves on until the condition holds. */
  async runUntil(condition: () => boolean): Promise<void> {
    await this.settle();
    while (!condition()) {
      const next = this.#next();
      if (!next) throw new Error('The condition does not hold, and nobody sleeps');
      await this.#wake(next);
    }
  }

  #next(): Sleeper | undefined {
    return [...this.#sleepers].toSorted((a, b) => a.wakesAtMs - b.wakesAtMs)[0];
  }

  async #wake(sleeper: Sleeper): Promise<void> {
    this.#nowMs = Math.max(this.#nowMs, sleeper.wakesAtMs);
    this.#sleepers.delete(sleeper);
    sleeper.wake();
    await this.settle();
  }
}
