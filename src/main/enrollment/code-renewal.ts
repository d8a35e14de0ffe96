/** Lets the technician give up the code on the screen for a new one. */
export class CodeRenewal {
  #current = new AbortController();

  /** For the next code: aborts when that one is given up. */
  next(): AbortSignal {
    this.#current = new AbortController();
    return this.#current.signal;
  }

  giveUp(): void {
    this.#current.abort();
  }
}
