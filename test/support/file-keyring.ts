import { readFileSync, writeFileSync } from 'node:fs';
import { Secret } from '@onbench/protocol/secret';
import type { Keyring } from '../../src/main/workstation/keyring.ts';
import { ok } from '../../src/shared/result.ts';

/** A keyring that outlives the process that uses it: for tests that kill one. */
export function fileKeyring(path: string): Keyring {
  const read = (): Record<string, string> => {
    try {
      return JSON.parse(readFileSync(path, 'utf8'));
    } catch {
      return {};
    }
  };
  return {
    get: async (account) => {
      const text = read()[account];
      return ok(text === undefined ? null : new Secret(text));
    },
    set: async (account, secret) => {
      writeFileSync(path, JSON.stringify({ ...read(), [account]: secret.reveal() }));
      return ok({ foundByPython: true });
    },
    delete: async (account) => {
      const { [account]: _, ...others } = read();
      writeFileSync(path, JSON.stringify(others));
      return ok(undefined);
    },
    isAvailable: async () => true,
  };
}
