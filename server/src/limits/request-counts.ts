/** Bounds the memory that a flood from many addresses can take; what does not fit is counted together. */
const MAX_KEYS = 50_000;
const ALL_OTHERS = 'all others';

/** How often something happened, by key, within one window: here, and on other servers as far as they have said. */
export class RequestCounts {
  #window = 0;
  #here = new Map<string, number>();
  #elsewhere = new Map<string, number>();
  #unsaid = new Map<string, number>();
  #told = new Map<string, number>();

  get window(): number {
    return this.#window;
  }

  /** Counts one more in this window and says how many there are now. What belongs to an earlier window is forgotten. */
  add(window: number, key: string): number {
    this.#enter(window);
    const counted = this.#here.has(key) || this.#here.size < MAX_KEYS ? key : ALL_OTHERS;
    const here = (this.#here.get(counted) ?? 0) + 1;
    this.#here.set(counted, here);
    this.#unsaid.set(counted, (this.#unsaid.get(counted) ?? 0) + 1);
    return here + (this.#elsewhere.get(counted) ?? 0);
  }

  /** What has been counted since this was last asked, to be told to the other servers. */
  takeUnsaid(): ReadonlyMap<string, number> {
    const unsaid = this.#unsaid;
    this.#unsaid = new Map();
    return unsaid;
  }

  /** How many of a key all servers together have counted, these `said` ones of ours now among them. */
  learn(window: number, key: string, total: number, said: number): void {
    if (window !== this.#window) return;
    const told = (this.#told.get(key) ?? 0) + said;
    this.#told.set(key, told);
    // Less than we have told: what was kept there has been lost, and ours are counted here anyway.
    this.#elsewhere.set(key, Math.max(0, total - told));
  }

  #enter(window: number): void {
    if (window === this.#window) return;
    this.#window = window;
    this.#here = new Map();
    this.#elsewhere = new Map();
    this.#unsaid = new Map();
    this.#told = new Map();
  }
}
