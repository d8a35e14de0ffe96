import {
  type LabRegistration,
  NO_REGISTRATIONS,
  type RegistrationsState,
} from '../../shared/registrations.ts';
import { systemErrorCode } from '../workstation/system-error.ts';
import { describeLab, reachHost } from './describe-lab.ts';
import type { LabContext } from './lab-context.ts';
import { askWhoami } from './prove-lab.ts';
import { Turns } from './turns.ts';

/** The state that the window mirrors, and the looks at files, keyring and network that it comes from. */
export class RegistrationsMirror {
  readonly #context: LabContext;
  readonly #listeners = new Set<(state: RegistrationsState) => void>();
  /** One look after the other: none is overtaken by one that knows less. */
  readonly #looks = new Turns();
  #state = NO_REGISTRATIONS;

  constructor(context: LabContext) {
    this.#context = context;
  }

  get state(): RegistrationsState {
    return this.#state;
  }

  subscribe(listener: (state: RegistrationsState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  change(changes: Partial<RegistrationsState>): void {
    this.#state = { ...this.#state, ...changes };
    for (const listener of this.#listeners) listener(this.#state);
  }

  /** Without the network. What the network said last stays until it is asked again. */
  async look(changes: Partial<RegistrationsState> = {}): Promise<void> {
    await this.#looks.take(async () => this.change({ ...changes, ...(await this.#describe()) }));
  }

  /** Then asks: each server what it knows of the token, and each git host for a connection. */
  async lookFurther(signal: AbortSignal): Promise<void> {
    for (const { lab } of this.#state.labs) await this.#ask(lab);
    await this.look();
    const { labs } = this.#state;
    const reached = await Promise.all(labs.map((lab) => reachHost(lab, signal)));
    await this.#looks.take(async () =>
      this.change({ labs: this.#state.labs.map((lab) => withHostVerdictOf(reached, lab)) }),
    );
  }

  /** What a server does not answer is no news. */
  async #ask(lab: string): Promise<void> {
    try {
      await askWhoami(this.#context, lab);
    } catch (error) {
      const code = systemErrorCode(error);
      this.#context.log.warn({ lab, code }, 'what the server said could not be noted');
    }
  }

  async #describe(): Promise<Partial<RegistrationsState>> {
    const { store, log } = this.#context;
    try {
      const { current } = await store.index();
      const labs: LabRegistration[] = [];
      for (const lab of await store.labs()) {
        const described = await describeLab(this.#context, lab, current);
        labs.push(withHostVerdictOf(this.#state.labs, described));
      }
      return { known: true, current, labs };
    } catch (error) {
      log.error({ code: systemErrorCode(error) }, 'the labs of this workstation cannot be read');
      return { known: true };
    }
  }
}

function withHostVerdictOf(
  before: readonly LabRegistration[],
  now: LabRegistration,
): LabRegistration {
  const known = before.find(({ lab }) => lab === now.lab)?.lines.find(isHost);
  const lines = now.lines.map((line) =>
    isHost(line) && known?.subject === line.subject ? known : line,
  );
  return { ...now, lines };
}

function isHost({ name }: { readonly name: string }): boolean {
  return name === 'host';
}
