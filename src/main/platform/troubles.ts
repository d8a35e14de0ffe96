import type { Trouble } from '../../shared/diagnostics.ts';
import { blankSecrets } from '../diagnostics/blank-secrets.ts';
import type { Log } from './log.ts';

type Details = { readonly details: string } | { readonly err: unknown };

/** Bugs that were met: into the log with all that is known, to the technician in words that help. */
export class Troubles {
  readonly #log: Log;
  readonly #listeners = new Set<(trouble: Trouble | null) => void>();
  #current: Trouble | null = null;

  constructor(log: Log) {
    this.#log = log;
  }

  get current(): Trouble | null {
    return this.#current;
  }

  /** Follows every later change; the returned function stops following. */
  subscribe(listener: (trouble: Trouble | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  report(trouble: Trouble, details: Details): void {
    // A bug's own words are nobody's choice: they may quote anything.
    const facts = 'details' in details ? { details: blankSecrets(details.details).text } : details;
    this.#log.error({ trouble, ...facts }, 'the app met a bug');
    // A window that is fine again does not put right what main met.
    if (this.#current !== 'app') this.#change(trouble);
  }

  dismiss(): void {
    this.#change(null);
  }

  #change(trouble: Trouble | null): void {
    this.#current = trouble;
    for (const listener of this.#listeners) listener(trouble);
  }
}
