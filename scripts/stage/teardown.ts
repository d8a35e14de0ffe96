/** What has to be ended when a story is over, in the reverse of the order in which it began. */
export class Teardown {
  readonly #steps: (() => Promise<unknown>)[] = [];
  #over = false;

  /** For something that has just begun. After the end it is ended at once, and the story goes no further. */
  async add(step: () => Promise<unknown>): Promise<void> {
    if (!this.#over) {
      this.#steps.push(step);
      return;
    }
    await step();
    throw new Error('The story is over.');
  }

  /** One step that fails does not keep the others from being taken. May be repeated. */
  async run(): Promise<void> {
    this.#over = true;
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      await step().catch((error: unknown) => console.error(`Cleaning up: ${error}`));
    }
  }
}
