import type { MintedCredential } from '@onbench/protocol/device-code-grant';
import type { Secret } from '@onbench/protocol/secret';
import type {
  FinishingStep,
  HostKeyQuestion,
  KeyringFailure,
  StateOf,
} from '../../shared/enrollment.ts';
import type { Result } from '../../shared/result.ts';
import type { Stored } from '../workstation/keyring.ts';
import type { Installation, InstallFailure, WorkstationKey } from '../workstation/workstation.ts';
import { type AttemptContext, failAttempt } from './attempt-context.ts';
import { proveEnrollment } from './prove-enrollment.ts';
import { Question } from './question.ts';
import type { Approval } from './request-approval.ts';
import { cancelWithToken, revokeToken } from './revoke-token.ts';
import { withTimeLimit } from './with-time-limit.ts';

const ACKNOWLEDGE_LIMIT_MS = 5_000;

/** An approval whose token is safe, and which is still to be written. */
interface Kept {
  readonly key: WorkstationKey;
  readonly credential: MintedCredential;
  readonly tokenKeptIn: StateOf<'enrolled'>['tokenKeptIn'];
}

/** What was written and is still to be proved. */
interface Written extends Kept {
  readonly installation: Installation;
}

/** What a failed attempt goes on with, from the step that failed. */
interface Rest {
  readonly lab: string;
  readonly step: FinishingStep;
  readonly run: () => Promise<void>;
}

type KeyringResult = Result<Stored, KeyringFailure>;

/** From an approval to a proved enrollment. It holds the token for as long as that takes; dropping it drops the token. */
export class EnrollmentFinishing {
  readonly hostKeyQuestion = new Question<boolean>();
  /** What to do about a token that the keyring refused. */
  readonly refusedToken = new Question<'try-again' | 'stored' | 'give-back'>();
  readonly #context: AttemptContext;
  #tokenOnDemand: Secret | null = null;
  /** What the keyring held for the lab before this attempt; undefined while it has not said so. */
  #earlierToken: Secret | null | undefined;
  #rest: Rest | null = null;

  constructor(context: AttemptContext) {
    this.#context = context;
  }

  /** The token that the keyring refused, for the technician's eyes and clipboard; null otherwise. */
  get tokenOnDemand(): Secret | null {
    return this.#tokenOnDemand;
  }

  /** After a restart, `earlierToken` is what the keyring held before the token was put there. */
  async run(
    { key, deviceCode, credential }: Approval,
    earlierToken?: Secret | null,
  ): Promise<void> {
    const { apiBaseUrl, wallTimeMs, journal } = this.#context;
    this.#earlierToken = earlierToken;
    this.#logForeignBase(credential);
    const approvedAtMs = wallTimeMs();
    const keyFingerprint = key.fingerprint;
    await journal.approved({ apiBaseUrl, keyFingerprint, credential, approvedAtMs });
    // The token is the one thing that cannot be had again, so it goes first (security.md K03).
    const tokenKeptIn = await this.#keepToken(credential);
    if (tokenKeptIn === null) return this.#giveBack(credential);
    await journal.tokenIs(tokenKeptIn === 'by-hand' ? 'by-hand' : 'keyring');
    // Only now may the server forget its copy: of a database key, when that is in its file or in the keyring too.
    const isSafe = credential.databaseKey === null || journal.isKept;
    if (isSafe) await this.#acknowledge(deviceCode);
    const kept = { key, credential, tokenKeptIn };
    const installed = await this.#install(kept);
    if (!isSafe) await this.#acknowledge(deviceCode);
    await this.#afterInstall(kept, installed);
  }

  /** Goes on after a failure that somebody may have mended, with the same approval. */
  async tryAgain(): Promise<void> {
    const rest = this.#rest;
    if (!rest) return;
    this.#rest = null;
    this.#context.dispatch({ kind: 'tried-again', lab: rest.lab, step: rest.step });
    await rest.run();
  }

  #acknowledge(deviceCode: Secret): Promise<void | null> {
    const { client, clock } = this.#context;
    return withTimeLimit(clock, ACKNOWLEDGE_LIMIT_MS, (signal) =>
      client.acknowledge(deviceCode, signal),
    );
  }

  #install({ key, credential }: Kept): Promise<Result<Installation, InstallFailure>> {
    const { workstation, dispatch, journal } = this.#context;
    return workstation.install(key, credential, {
      onStep: async (step, progress) => {
        if (progress === 'begun') dispatch({ kind: 'step-begun', step });
        await journal.stepIs(progress, step);
      },
      askHostKey: (question) => this.#askHostKey(question),
    });
  }

  /** Null for a token that the technician does not want to keep. */
  async #keepToken(credential: MintedCredential): Promise<Written['tokenKeptIn'] | null> {
    const { dispatch, journal, log } = this.#context;
    const { lab, apiToken } = credential;
    await journal.stepIs('begun', 'keyring');
    let stored = await this.#storeToken(credential);
    let answer: 'try-again' | 'stored' | 'give-back' = 'try-again';
    while (!stored.ok) {
      log.error({ lab, reason: stored.failure }, 'the keyring did not take the token');
      this.#tokenOnDemand = apiToken;
      void journal.tokenIs('refused');
      dispatch({ kind: 'keyring-refused', reason: stored.failure });
      answer = await this.refusedToken.ask();
      if (answer !== 'try-again') break;
      dispatch({ kind: 'keyring-retried' });
      stored = await this.#storeToken(credential);
    }
    if (this.#tokenOnDemand) dispatch({ kind: 'step-begun', step: 'keyring' });
    this.#tokenOnDemand = null;
    if (answer === 'give-back') return null;
    await journal.stepIs('done', 'keyring');
    if (!stored.ok) return 'by-hand';
    if (stored.value.foundByPython) return 'keyring';
    log.warn({ lab }, 'the token is in the keyring, where Python does not find it');
    return 'keyring-unshared';
  }

  /** Nothing but the keyring has been touched yet, and that may hold it all the same. */
  async #giveBack({ lab, apiToken }: MintedCredential): Promise<void> {
    await this.#restoreToken(lab);
    await cancelWithToken(this.#context, apiToken);
  }

  async #storeToken({ lab, apiToken, databaseKey }: MintedCredential): Promise<KeyringResult> {
    const { workstation, journal } = this.#context;
    // Once only: a call that failed for us may have stored our token all the same.
    if (this.#earlierToken === undefined) {
      const found = await workstation.findToken(lab);
      if (!found.ok) return found;
      this.#earlierToken = found.value;
    }
    await journal.keepSecrets({ databaseKey, earlierToken: this.#earlierToken });
    return workstation.storeToken(lab, apiToken);
  }

  async #askHostKey(question: HostKeyQuestion): Promise<boolean> {
    const { dispatch, log } = this.#context;
    dispatch({ kind: 'host-key-asked', question });
    const trusted = await this.hostKeyQuestion.ask();
    log.warn({ ...question, trusted }, 'the git host has another key than before');
    dispatch({ kind: 'host-key-answered' });
    return trusted;
  }

  async #afterInstall(kept: Kept, installed: Result<Installation, InstallFailure>): Promise<void> {
    if (!installed.ok) return this.#failInstall(installed.failure, kept);
    // Without the token no later process could prove anything.
    if (kept.tokenKeptIn === 'by-hand') await this.#context.journal.ended();
    await this.#prove({ ...kept, installation: installed.value });
  }

  async #failInstall(failure: InstallFailure, kept: Kept): Promise<void> {
    const { credential } = kept;
    if (failure.kind !== 'host-key-refused') {
      // Of this machine: the new token stays, since it is good and the server keeps an earlier one and its key, which
      // the untouched files use, valid too (security.md S07).
      const run = async () => this.#afterInstall(kept, await this.#install(kept));
      this.#rest = { lab: credential.lab, step: 'keys', run };
      return failAttempt(this.#context, failure);
    }
    await this.#restoreToken(credential.lab);
    const revocation = await revokeToken(this.#context, credential.apiToken);
    failAttempt(this.#context, { ...failure, revocation });
  }

  /** Before the revocation: whatever ends us in between, the keyring holds no dead token (security.md S07). */
  async #restoreToken(lab: string): Promise<void> {
    if (this.#earlierToken === undefined) return;
    const { workstation, log } = this.#context;
    const restored = await workstation.restoreToken(lab, this.#earlierToken);
    if (!restored.ok) {
      log.error(
        { lab, reason: restored.failure },
        'the keyring did not take the earlier token back',
      );
    }
  }

  async #prove(written: Written): Promise<void> {
    const { apiBaseUrl, dispatch, journal } = this.#context;
    const { key, credential, installation, tokenKeptIn } = written;
    const { lab } = credential;
    dispatch({ kind: 'step-begun', step: 'proof' });
    await journal.stepIs('begun', 'proof');
    const { files } = installation;
    const proofs = await proveEnrollment({ ...this.#context, credential, files });
    if (proofs.some((proof) => proof.outcome === 'failed')) {
      this.#rest = { lab, step: 'proof', run: () => this.#prove(written) };
      return failAttempt(this.#context, { kind: 'not-proved', lab, proofs });
    }
    const sshHost = sshHostOf(credential);
    const unusedApiBaseUrl = this.#foreignBase(credential);
    const facts = { sshHost, unusedApiBaseUrl, keyFingerprint: key.fingerprint, tokenKeptIn };
    dispatch({
      kind: 'enrolled',
      enrollment: { lab, apiBaseUrl, ...installation, ...facts, proofs },
    });
    await journal.ended();
  }

  /** Bearer calls stay with the address that the technician chose (security.md N04). */
  #foreignBase({ apiBaseUrl: named }: MintedCredential): string | null {
    const isForeign = named && new URL(named).origin !== new URL(this.#context.apiBaseUrl).origin;
    return isForeign ? named : null;
  }

  #logForeignBase(credential: MintedCredential): void {
    const { apiBaseUrl, log } = this.#context;
    const foreign = this.#foreignBase(credential);
    if (foreign === null) return;
    const named = new URL(foreign).origin;
    log.warn({ chosen: apiBaseUrl, named }, 'the server names another API base: it is not used');
  }
}

function sshHostOf({ sshHostAlias }: MintedCredential): StateOf<'enrolled'>['sshHost'] {
  if (!sshHostAlias) return null;
  const { alias, host, port } = sshHostAlias;
  return { alias, host, port };
}
