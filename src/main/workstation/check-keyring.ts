import { randomBytes } from 'node:crypto';
import { Secret } from '@onbench/protocol/secret';
import type { KeyringBackend, PreFlightProblem } from '../../shared/pre-flight.ts';
import { type Check, PASSED, problemFound } from './check.ts';
import type { Keyring } from './keyring.ts';
import { storeToken } from './store-token.ts';

/** No lab can have this account: its space is outside the grammar of lab names (protocol/src/names.ts). */
export const CANARY_ACCOUNT = 'onbench canary';

type KeyringProblem = Extract<PreFlightProblem, { backend: KeyringBackend }>['kind'];

const PROBLEMS = {
  unavailable: 'keyring-unavailable',
  'timed-out': 'keyring-timed-out',
  'read-back-differs': 'keyring-altered',
} as const satisfies Record<string, KeyringProblem>;

/**
 * Writes a canary, reads it back and deletes it, as the token will be. Only the write tells: a locked gnome-keyring
 * answers a look-up with "nothing" and a deletion with success.
 */
export function keyringCheck(keyring: Keyring, platform: NodeJS.Platform): Check {
  const backend = backendOn(platform);
  return {
    name: 'keyring',
    subject: backend,
    timeUp: problemFound({ kind: 'keyring-timed-out', backend }),
    run: async () => {
      const stored = await storeToken(keyring, CANARY_ACCOUNT, newCanary());
      // Also after a failure: a write that timed out may have arrived. What cannot be deleted now is overwritten and
      // deleted by the next check.
      const deletion = keyring.delete(CANARY_ACCOUNT);
      if (!stored.ok) return problemFound({ kind: PROBLEMS[stored.failure], backend });
      const deleted = await deletion;
      if (!deleted.ok) return problemFound({ kind: PROBLEMS[deleted.failure], backend });
      return stored.value.foundByPython
        ? PASSED
        : problemFound({ kind: 'keyring-not-shared', backend });
    },
  };
}

/** Nobody's secret, but wrapped as every password is. */
function newCanary(): Secret {
  return new Secret(`onbench-canary-${randomBytes(16).toString('hex')}`);
}

/** keytar reaches exactly one keyring on each system. None of them is a plain-text one (security.md K02). */
function backendOn(platform: NodeJS.Platform): KeyringBackend {
  if (platform === 'darwin') return 'macOS Keychain';
  return platform === 'win32' ? 'Windows Credential Manager' : 'Secret Service';
}
