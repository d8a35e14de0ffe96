import { Secret } from '@onbench/protocol/secret';
import type { Keyring, KeyringError, Stored } from '../../src/main/workstation/keyring.ts';
import { failed, ok, type Result } from '../../src/shared/result.ts';

/** A keyring in memory. Set {@link failure} and every call fails so until it is cleared. */
export class FakeKeyring implements Keyring {
  readonly #secrets = new Map<string, string>();
  failure: KeyringError | null = null;
  foundByPython = true;
  /** What `set` makes of a secret, for a keyring that keeps something else than it was given. */
  alter: (text: string) => string = (text) => text;

  async get(account: string): Promise<Result<Secret | null, KeyringError>> {
    if (this.failure) return failed(this.failure);
    const text = this.#secrets.get(account);
    return ok(text === undefined ? null : new Secret(text));
  }

  async set(account: string, secret: Secret): Promise<Result<Stored, KeyringError>> {
    if (this.failure) return failed(this.failure);
    this.#secrets.set(account, this.alter(secret.reveal()));
    return ok({ foundByPython: this.foundByPython });
  }

  async delete(account: string): Promise<Result<undefined, KeyringError>> {
    if (this.failure) return failed(this.failure);
    this.#secrets.delete(account);
    return ok(undefined);
  }

  async isAvailable(): Promise<boolean> {
    return this.failure === null;
  }
}
