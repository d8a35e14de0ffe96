/** Lets whoever changes files do so one after the other. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<Value>(act: () => Promise<Value>): Promise<Value> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
