/** One thing that only the technician can decide. An answer that nobody waits for is dropped. */
export class Question<Answer> {
  #resolve: ((answer: Answer) => void) | null = null;

  get isOpen(): boolean {
    return this.#resolve !== null;
  }

  ask(): Promise<Answer> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  answer(answer: Answer): void {
    this.#resolve?.(answer);
    this.#resolve = null;
  }
}
