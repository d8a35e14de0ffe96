/** Says when it is worth asking again at once: the machine woke up, or the network came back. */
export interface Nudges {
  /** The returned function stops listening. */
  subscribe(listener: () => void): () => void;
}

/** Nudges by whoever holds it. */
export class NudgeSource implements Nudges {
  readonly #listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  nudge(): void {
    for (const listener of this.#listeners) listener();
  }
}
