import type { Clock } from '../clock.ts';

/** So many servers may each take their share of what is free before any of them counts again. */
const SHARES = 16;

/** How soon a count is old. Until a new one is there, what is left of the share may still be taken. */
const COUNT_KEEPS_MS = 10_000;

/** How long "full" is believed: a flood costs one count a second. */
const FULL_KEEPS_MS = 1_000;

/**
 * How many more of something there may be, on all servers together, without counting them each time: a count gives this
 * server a share of what is free, and one that is used up calls for the next. The fewer are free, the smaller the share.
 */
export class Headroom {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #max: number;
  readonly #count: () => Promise<number>;
  #left = 0;
  #isFull = false;
  #countedUntilMs = 0;
  /** Taken, and perhaps not there yet when they are counted. */
  #underWay = 0;
  #counting: Promise<void> | null = null;

  constructor(clock: Pick<Clock, 'now'>, max: number, count: () => Promise<number>) {
    this.#clock = clock;
    this.#max = max;
    this.#count = count;
  }

  /** False when there are as many as there may be. Whoever gets true must say {@link arrived}. */
  async take(): Promise<boolean> {
    for (;;) {
      const isRecent = this.#clock.now().getTime() < this.#countedUntilMs;
      if (this.#left > 0) {
        // Nobody waits for a new count while there is something left; when it fails, the next one is asked for it.
        if (!isRecent) void this.#countAgain().catch(() => {});
        this.#left -= 1;
        this.#underWay += 1;
        return true;
      }
      if (this.#isFull && isRecent) return false;
      await this.#countAgain();
    }
  }

  /** What was taken is there now, or never will be. */
  arrived(): void {
    this.#underWay -= 1;
  }

  #countAgain(): Promise<void> {
    this.#counting ??= this.#recount().finally(() => {
      this.#counting = null;
    });
    return this.#counting;
  }

  async #recount(): Promise<void> {
    const underWay = this.#underWay;
    const free = this.#max - (await this.#count()) - underWay;
    this.#isFull = free <= 0;
    this.#left = this.#isFull ? 0 : Math.max(1, Math.floor(free / SHARES));
    const keepsMs = this.#isFull ? FULL_KEEPS_MS : COUNT_KEEPS_MS;
    this.#countedUntilMs = this.#clock.now().getTime() + keepsMs;
  }
}
