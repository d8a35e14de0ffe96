const REDACTED = '[secret]';

/**
 * A device code, token, private key or password. Whatever prints, logs, serializes or concatenates it gets `[secret]`;
 * only an explicit {@link Secret.reveal} gives the text, so each place that does so can be found by name.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself: for the wire, the keyring and the technician's eyes only. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  /** Node prints objects through this symbol (`console.log`, `util.inspect`, assertion messages). */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return REDACTED;
  }
}
