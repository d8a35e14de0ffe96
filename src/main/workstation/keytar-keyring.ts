import { Secret } from '@onbench/protocol/secret';
import { failed, ok, type Result } from '../../shared/result.ts';
import type { Keyring, KeyringError, Stored } from './keyring.ts';
import { type Sharing, shareWithPython } from './secret-service/share-with-python.ts';

type Keytar = typeof import('keytar');

/** Keeping a token takes four calls (find, keep the wait, store, read back), and all of them 20 s at most (security.md K01). */
const TIME_LIMIT_MS = 4_800;

/** Nobody's account, and nobody's service: looking them up shows whether the keyring answers. */
const PROBE_ACCOUNT = 'onbench-availability';
const PROBE_SERVICE = 'onbench-availability';

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
    return this.#call(async (keytar) => {
      const find = () => keytar.getPassword(this.#service, account);
      let text = await find();
      if (text === null && (await this.#share(account)) === 'shared') text = await find();
      return text === null ? null : new Secret(text);
    });
  }

  async set(account: string, secret: Secret): Promise<Result<Stored, KeyringError>> {
    return this.#call(async (keytar) => {
      await keytar.setPassword(this.#service, account, secret.reveal());
      return { foundByPython: (await shareWithPython(this.#service, account)) === 'shared' };
    });
  }

  async delete(account: string): Promise<Result<undefined, KeyringError>> {
    return this.#call(async (keytar) => {
      // Otherwise what Python wrote last would be left.
      await this.#share(account);
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

  /** keytar takes a locked item for none: rejects then, as every call that the keyring refuses. */
  async #share(account: string): Promise<Sharing> {
    const sharing = await shareWithPython(this.#service, account);
    if (sharing === 'locked') throw new Error('the item is locked');
    return sharing;
  }

  async #call<Value>(
    act: (keytar: Keytar) => Promise<Value>,
  ): Promise<Result<Value, KeyringError>> {
    let abandoned = false;
    const attempt = this.#lastCall.then(async (): Promise<Result<Value, KeyringError>> => {
      try {
        // Its caller has been told of the time-out: what never began must not happen behind their back.
        if (abandoned) return failed('timed-out');
        const keytar = await loadKeytar();
        await meetKeyring(keytar);
        if (abandoned) return failed('timed-out');
        return ok(await act(keytar));
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

/**
 * libsecret holds on to the daemon that it met first, and every call fails for good once that one was restarted. It lets
 * go only if it was first met outside its own short-lived loops, and this is keytar's one call that does so; the news
 * then comes through Electron's main loop. Plain Node has no such loop: there, only a new process meets a new daemon.
 */
async function meetKeyring(keytar: Keytar): Promise<void> {
  if (process.platform === 'linux') await keytar.findCredentials(PROBE_SERVICE);
}
