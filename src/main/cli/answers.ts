import type { Secret } from '@onbench/protocol/secret';
import type { EnrollmentState, StateOf } from '../../shared/enrollment.ts';
import { preFlightVerdict } from '../../shared/pre-flight.ts';
import type { EnrollContext } from './enroll.ts';
import { type Ending, endingOfChecks } from './exit-code.ts';
import type { EnrollCommand } from './parse-command-line.ts';

/** Answers what the enrollment asks: by the options, by asking a person, or else with the safe no. */
export interface Answers {
  /** Answers whatever this state asks; nothing otherwise. */
  attend(state: EnrollmentState): Promise<void>;
  /** What was said no to, if anything. */
  readonly refused: Ending | null;
  /** What the keyring refused and the options say to print. */
  readonly token: Secret | null;
  /** Takes back a question that is still open. */
  close(): void;
}

export function createAnswers(command: EnrollCommand, context: EnrollContext): Answers {
  return new OptionsThenPerson(command, context);
}

class OptionsThenPerson implements Answers {
  readonly #command: EnrollCommand;
  readonly #context: EnrollContext;
  readonly #closed = new AbortController();
  #refused: Ending | null = null;
  #token: Secret | null = null;

  constructor(command: EnrollCommand, context: EnrollContext) {
    this.#command = command;
    this.#context = context;
  }

  get refused(): Ending | null {
    return this.#refused;
  }

  get token(): Secret | null {
    return this.#token;
  }

  close(): void {
    this.#closed.abort();
  }

  async attend(state: EnrollmentState): Promise<void> {
    if (state.kind === 'checking') await this.#attendChecks(state);
    else if (state.kind === 'finishing' && state.question)
      await this.#attendHostKey(state.question);
    else if (state.kind === 'recovery' && !state.retrying) await this.#attendRefusedToken();
  }

  async #attendChecks({ checks }: StateOf<'checking'>): Promise<void> {
    const { worker } = this.#context;
    const verdict = preFlightVerdict(checks);
    if (verdict === 'failures') return this.#refuse(endingOfChecks(checks), []);
    if (verdict !== 'warnings') return;
    const accepted =
      this.#command.acceptWarnings || (await this.#confirm('Go on all the same? [y/N]'));
    if (accepted) worker.continueDespiteWarnings();
    else {
      await this.#refuse(endingOfChecks(checks), [
        'Put it right, or add --accept-warnings to go on all the same.',
      ]);
    }
  }

  async #attendHostKey({ offeredFingerprint }: { offeredFingerprint: string }): Promise<void> {
    const { worker, reporter } = this.#context;
    const trusted =
      this.#command.trustHostKey === offeredFingerprint ||
      (await this.#confirm('Trust the new key? [y/N]'));
    if (!trusted) {
      reporter.refuse('host-key', [
        `Ask your administrator. To trust the new key, add --trust-host-key ${offeredFingerprint}`,
      ]);
    }
    worker.answerHostKey(trusted);
  }

  async #attendRefusedToken(): Promise<void> {
    const { worker, reporter } = this.#context;
    if (this.#command.printRecoveryToken) {
      this.#token = worker.tokenOnDemand;
      return worker.confirmStored();
    }
    if (await this.#confirm('Unlock the keyring, then try again? [y/N]')) {
      return worker.retryKeyring();
    }
    // Ctrl-C answers as well: then the token is on its way back already.
    if (worker.state.kind !== 'recovery') return;
    this.#refused = 'keyring';
    reporter.refuse('keyring', [
      'The token is given back. Start or unlock the keyring, or add --print-recovery-token to keep it by hand.',
    ]);
    await worker.giveTokenBack();
  }

  async #refuse(ending: Ending, lines: readonly string[]): Promise<void> {
    const { worker, reporter } = this.#context;
    this.#refused = ending;
    if (lines.length > 0) reporter.refuse(ending, lines);
    await worker.cancel();
  }

  async #confirm(question: string): Promise<boolean> {
    const { terminal } = this.#context;
    if (!terminal.isInteractive || this.#command.json) return false;
    return /^y(es)?$/i.test(await terminal.ask(question, this.#closed.signal));
  }
}
