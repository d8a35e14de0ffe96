import { Secret } from '@onbench/protocol/secret';
import { failed, ok, type Result } from '../../shared/result.ts';
import type { Keyring, KeyringError } from './keyring.ts';

type Keytar = typeof import('keytar');

/** Keeping a token takes three calls (find, store, read back), and all of them 20 s at most (security.md K01). */
const TIME_LIMIT_MS = 6_000;

/** Nobody's account: looking it up shows whether the keyring answers. */
const PROBE_ACCOUNT = 'onbench-availability';

/**
 * The OS keyring by keytar. Calls run one after another: keytar blocks a thread of Node's small pool for as long as the
 * keyring is silent, so side by side a few hung calls would stop all file access too; and a call that times out but
 * succeeds later can never overwrite what a later call stored (security.md K01).
 */
export class KeytarKeyring implements Keyring {
  readonly #service: string;
  readonly #timeLimitMs: number;
  /** Settles, never rejects, when the last call that was begun has really ended. */
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor(service: string, timeLimitMs: number = TIME_LIMIT_MS) {
    this.#service = service;
    this.#timeLimitMs = timeLimitMs;
  }

  async get(account: string): Promise<Result<Secret | null, KeyringError>> {
    const found = await this.#call((keytar) => keytar.getPassword(this.#service, account));
    if (!found.ok) return found;
    return ok(found.value === null ? null : new Secret(found.value));
  }

  async set(account: string, secret: Secret): Promise<Result<undefined, KeyringError>> {
    return this.#call(async (keytar) => {
      await keytar.setPassword(this.#service, account, secret.reveal());
      return undefined;
    });
  }

  async delete(account: string): Promise<Result<undefined, KeyringError>> {
    return this.#call(async (keytar) => {
      await keytar.deletePassword(this.#service, account);
      return undefined;
    });
  }

  async isAvailable(): Promise<boolean> {
    return (await this.get(PROBE_ACCOUNT)).ok;
  }

  /**
   * Whether every call that was begun has really ended, waiting so long for it. A silent keyring holds a call for the
   * better part of a minute, and its thread holds the process: it cannot end in an orderly way before.
   */
  async isIdleWithin(limitMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), limitMs);
    });
    const idle = await Promise.race([this.#lastCall.then(() => true), timeUp]);
    clearTimeout(timer);
    return idle;
  }

  async #call<Value>(
    act: (keytar: Keytar) => Promise<Value>,
  ): Promise<Result<Value, KeyringError>> {
    let abandoned = false;
    const attempt = this.#lastCall.then(async (): Promise<Result<Value, KeyringError>> => {
      // Its caller has been told of the time-out: what never began must not happen behind their back.
      if (abandoned) return failed('timed-out');
      try {
        return ok(await act(await loadKeytar()));
      } catch {
        return failed('unavailable');
      }
    });
    this.#lastCall = attempt;

    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<Result<Value, KeyringError>>((resolve) => {
      timer = setTimeout(() => {
        abandoned = true;
        resolve(failed('timed-out'));
      }, this.#timeLimitMs);
    });
    const outcome = await Promise.race([attempt, timeUp]);
    clearTimeout(timer);
    return outcome;
  }
}

/** Loaded at the first call: without libsecret the import itself fails, and that is an unavailable keyring. */
async function loadKeytar(): Promise<Keytar> {
  const { default: keytar } = await import('keytar');
  return keytar as unknown as Keytar;
}
