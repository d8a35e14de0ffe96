import type { FinishingStep } from '../../shared/enrollment.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Log } from '../platform/log.ts';
import type { Keyring, KeyringError } from '../workstation/keyring.ts';
import { systemErrorCode } from '../workstation/system-error.ts';
import {
  type ApprovedEnrollment,
  type FinishingEntry,
  finishingEntry,
  type JournalEntry,
  parseJournalEntry,
} from './journal-entry.ts';
import type { JournalFile } from './journal-file.ts';
import {
  type EnrollmentSecrets,
  type PendingEnrollment,
  secretsFromRecord,
  secretsToRecord,
} from './pending-enrollment.ts';

/** No lab can have this account: its space is outside the grammar of lab names (protocol/src/names.ts). */
export const PENDING_ACCOUNT = 'onbench pending';

export interface EnrollmentJournalOptions {
  readonly file: JournalFile;
  readonly keyring: Keyring;
  readonly log: Log;
}

/** What an earlier process left, with the secrets as far as the keyring gives them back. */
export type Unfinished =
  | { readonly kind: 'waiting'; readonly secrets: EnrollmentSecrets }
  | {
      readonly kind: 'finishing';
      readonly entry: FinishingEntry;
      readonly secrets: Result<EnrollmentSecrets | null, KeyringError>;
    };

/**
 * Remembers the one enrollment under way for a process that comes after this one: facts and steps in a file, secrets in
 * the keyring (security.md K03). What it cannot write is not remembered; that is logged and stands in nobody's way.
 * Calls take effect in the order in which they are made, and none rejects.
 */
export class EnrollmentJournal {
  readonly #options: EnrollmentJournalOptions;
  #entry: JournalEntry | null = null;
  /** Whether the file has what {@link #entry} says. */
  #entryKept = false;
  #secrets: EnrollmentSecrets | null = null;
  /** Whether the keyring has what {@link #secrets} holds. */
  #secretsKept = false;
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor(options: EnrollmentJournalOptions) {
    this.#options = options;
  }

  /** Whether another process could go on with what is under way now. */
  get isKept(): boolean {
    return this.#entryKept && this.#secretsKept;
  }

  /** What an earlier process left unfinished. Asks the keyring only if there is something. */
  read(): Promise<Unfinished | null> {
    return this.#inOrder(async () => {
      this.#entry = await this.#readFile();
      this.#entryKept = this.#entry !== null;
      if (!this.#entry) return null;
      if (this.#entry.kind === 'ended') {
        await this.#clear();
        return null;
      }
      const found = await this.#findSecrets();
      this.#secrets = found.ok ? found.value : null;
      this.#secretsKept = this.#secrets !== null;
      if (this.#entry.kind === 'finishing') {
        return { kind: 'finishing', entry: this.#entry, secrets: found };
      }
      // Without its secrets a code is worth nothing; the keyring may give them back at another start.
      return this.#secrets ? { kind: 'waiting', secrets: this.#secrets } : null;
    });
  }

  /** A code was given: from here on the wait survives its process, if the keyring takes the code. */
  waiting(pending: PendingEnrollment): Promise<void> {
    return this.#inOrder(async () => {
      await this.#keep({ pending, databaseKey: null, earlierToken: null });
      if (this.#secretsKept) {
        await this.#write({ kind: 'waiting', apiBaseUrl: pending.apiBaseUrl });
      }
    });
  }

  /** The approval has come and nothing of it is done. */
  approved(approved: ApprovedEnrollment): Promise<void> {
    return this.#inOrder(() => this.#write(finishingEntry(approved, this.#secretsKept)));
  }

  /** Adds to the secrets what else must not be lost, before anything is done that loses it. */
  keepSecrets(added: Pick<EnrollmentSecrets, 'databaseKey' | 'earlierToken'>): Promise<void> {
    return this.#inOrder(async () => {
      const isNew = added.databaseKey !== null || added.earlierToken !== null;
      if (!this.#secrets || (this.#secretsKept && !isNew)) return;
      await this.#keep({ ...this.#secrets, ...added });
      await this.#amend({ secretsKept: this.#secretsKept });
    });
  }

  tokenIs(tokenPlace: FinishingEntry['tokenPlace']): Promise<void> {
    return this.#inOrder(() => this.#amend({ tokenPlace }));
  }

  stepIs(progress: 'begun' | 'done', step: FinishingStep): Promise<void> {
    return this.#inOrder(async () => {
      if (this.#entry?.kind !== 'finishing' || this.#entry[progress].includes(step)) return;
      await this.#amend({ [progress]: [...this.#entry[progress], step] });
    });
  }

  /** Whatever was under way is over. */
  ended(): Promise<void> {
    return this.#inOrder(async () => {
      this.#entry ??= await this.#readFile();
      if (this.#entry) await this.#clear();
    });
  }

  /** Resolves when every call so far has taken effect. */
  async settled(): Promise<void> {
    await this.#lastCall;
  }

  async #clear(): Promise<void> {
    const { file, keyring } = this.#options;
    // First of all: whatever happens now, no later start takes this enrollment up again.
    await this.#write({ kind: 'ended' });
    this.#secrets = null;
    this.#secretsKept = false;
    const deleted = await keyring.delete(PENDING_ACCOUNT);
    if (deleted.ok) await this.#attempt('remove', () => file.remove());
    this.#entry = null;
    this.#entryKept = false;
  }

  async #findSecrets(): Promise<Result<EnrollmentSecrets | null, KeyringError>> {
    const found = await this.#options.keyring.get(PENDING_ACCOUNT);
    if (!found.ok) return found;
    return ok(found.value && secretsFromRecord(found.value));
  }

  async #keep(secrets: EnrollmentSecrets): Promise<void> {
    const { keyring, log } = this.#options;
    const stored = await keyring.set(PENDING_ACCOUNT, secretsToRecord(secrets));
    this.#secrets = secrets;
    this.#secretsKept = stored.ok;
    if (!stored.ok) {
      log.warn({ reason: stored.failure }, 'the keyring keeps nothing: a restart would start over');
    }
  }

  async #amend(changes: Partial<FinishingEntry>): Promise<void> {
    if (this.#entry?.kind === 'finishing') await this.#write({ ...this.#entry, ...changes });
  }

  async #write(entry: JournalEntry): Promise<void> {
    this.#entry = entry;
    const written = this.#attempt('write', () => this.#options.file.write(JSON.stringify(entry)));
    this.#entryKept = (await written) !== null;
  }

  async #readFile(): Promise<JournalEntry | null> {
    const text = await this.#attempt('read', () => this.#options.file.read());
    // What nobody can understand is cleared away as what is over.
    return text === null ? null : (parseJournalEntry(text) ?? { kind: 'ended' });
  }

  async #attempt<Value>(what: string, act: () => Promise<Value>): Promise<Value | null> {
    try {
      return await act();
    } catch (error) {
      this.#options.log.warn({ what, code: systemErrorCode(error) }, 'the journal was not kept');
      return null;
    }
  }

  #inOrder<Value>(act: () => Promise<Value>): Promise<Value> {
    const call = this.#lastCall.then(act);
    this.#lastCall = call.catch(() => undefined);
    return call;
  }
}
