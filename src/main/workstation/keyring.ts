import type { Secret } from '@onbench/protocol/secret';
import type { Result } from '../../shared/result.ts';

/** How a keyring call fails: it said no, or it said nothing in time. */
export type KeyringError = 'unavailable' | 'timed-out';

/** What storing came to. */
export interface Stored {
  /** Whether the lab's software, which reads with Python's `keyring` library, finds it too (docs/keyring.md). */
  readonly foundByPython: boolean;
}

/** The OS keyring under one service name. Every call ends within the implementation's time limit. */
export interface Keyring {
  /** The stored secret, whoever wrote it last, or null when the account has none. */
  get(account: string): Promise<Result<Secret | null, KeyringError>>;
  set(account: string, secret: Secret): Promise<Result<Stored, KeyringError>>;
  /** Deleting what is not there succeeds. */
  delete(account: string): Promise<Result<undefined, KeyringError>>;
  /** Whether it can be used at all, found out with a harmless look-up. */
  isAvailable(): Promise<boolean>;
}
