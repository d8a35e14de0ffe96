/** Bounds the memory that a flood from many addresses can take; what does not fit is counted together. */
const MAX_KEYS = 50_000;
const ALL_OTHERS = 'all others';

interface Count {
  here: number;
  /** By other servers, as far as they have said. */
  elsewhere: number;
  /** Of those here, how many the other servers have not been told of, and how many are in the sum that they keep. */
  unsaid: number;
  told: number;
}

/** How often something happened, by key, within one window: here, and on other servers as far as they have said. */
export class RequestCounts {
  #window = 0;
  #counts = new Map<string, Count>();

  get window(): number {
    return this.#window;
  }

  /** Counts one more in this window and says how many there are now. What belongs to an earlier window is forgotten. */
  add(window: number, key: string): number {
    if (window !== this.#window) {
      this.#window = window;
      this.#counts = new Map();
    }
    const count = this.#counts.get(key) ?? this.#begin(key);
    count.here += 1;
    count.unsaid += 1;
    return count.here + count.elsewhere;
  }

  /** What has been counted since this was last asked, to be told to the other servers. */
  takeUnsaid(): ReadonlyMap<string, number> {
    const taken = new Map<string, number>();
    for (const [key, count] of this.#counts) {
      if (count.unsaid > 0) taken.set(key, count.unsaid);
      count.unsaid = 0;
    }
    return taken;
  }

  /** How many of a key all servers together have counted, these `said` ones of ours now among them. */
  learn(window: number, key: string, total: number, said: number): void {
    const count = this.#counts.get(key);
    if (window !== this.#window || !count) return;
    count.told += said;
    // Less than we have told: what was kept there has been lost, and ours are counted here anyway.
    count.elsewhere = Math.max(0, total - count.told);
  }

  #begin(key: string): Count {
    const counted = this.#counts.size < MAX_KEYS ? key : ALL_OTHERS;
    const known = this.#counts.get(counted);
    if (known) return known;
    const count = { here: 0, elsewhere: 0, unsaid: 0, told: 0 };
    this.#counts.set(counted, count);
    return count;
  }
}
