/** Why the server or a command cannot start, in words for the person who starts it: what is wrong and how to mend it. */
export class StartProblem extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
