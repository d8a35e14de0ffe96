/** Bounds the memory that a flood from many addresses can take; what does not fit is counted together. */
const MAX_COUNTS = 50_000;
const ALL_OTHERS = 'all others';

interface Count {
  readonly key: string;
  here: number;
  /** By other servers, as far as they have said. */
  elsewhere: number;
  /** Of those here, how many the other servers have not been told of, and how many are in the sum that they keep. */
  unsaid: number;
  told: number;
}

/** What the other servers have not been told of. */
export interface Unsaid {
  /** Of the same scope and name on every server. */
  readonly key: string;
  readonly count: number;
  /** How many all servers together have counted, these now among them. */
  learn(total: number): void;
}

/**
 * How often something happened within one window, by what it was and by whom: here, and on other servers as far as they
 * have said. Both names are texts that are there already: to join them takes as long as all else about a count.
 */
export class RequestCounts {
  #window = 0;
  #counts = new Map<string, Map<string, Count>>();
  #size = 0;

  get window(): number {
    return this.#window;
  }

  /** Counts one more in this window and says how many there are now. What belongs to an earlier window is forgotten. */
  add(window: number, scope: string, who: string): number {
    if (window !== this.#window) {
      this.#window = window;
      this.#counts = new Map();
      this.#size = 0;
    }
    const count = this.#counts.get(scope)?.get(who) ?? this.#begin(scope, who);
    count.here += 1;
    count.unsaid += 1;
    return count.here + count.elsewhere;
  }

  /** What has been counted since this was last asked, to be told to the other servers. */
  takeUnsaid(): readonly Unsaid[] {
    const taken: Unsaid[] = [];
    for (const counts of this.#counts.values()) {
      for (const count of counts.values()) {
        if (count.unsaid > 0) taken.push(tell(count));
      }
    }
    return taken;
  }

  #begin(scope: string, who: string): Count {
    if (this.#size >= MAX_COUNTS && scope !== ALL_OTHERS) {
      return this.#counts.get(ALL_OTHERS)?.get('') ?? this.#begin(ALL_OTHERS, '');
    }
    const count = { key: `${scope} ${who}`, here: 0, elsewhere: 0, unsaid: 0, told: 0 };
    const counts = this.#counts.get(scope) ?? new Map<string, Count>();
    this.#counts.set(scope, counts.set(who, count));
    this.#size += 1;
    return count;
  }
}

function tell(count: Count): Unsaid {
  const { key, unsaid } = count;
  count.unsaid = 0;
  return {
    key,
    count: unsaid,
    learn(total) {
      count.told += unsaid;
      // Less than we have told: what was kept there has been lost, and ours are counted here anyway.
      count.elsewhere = Math.max(0, total - count.told);
    },
  };
}
