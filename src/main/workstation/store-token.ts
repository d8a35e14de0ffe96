import type { Secret } from '@onbench/protocol/secret';
import type { KeyringFailure } from '../../shared/enrollment.ts';
import { failed, type Result } from '../../shared/result.ts';
import type { Keyring, Stored } from './keyring.ts';

/** Stores a token and reads it back: two keyring calls, each with the keyring's own time limit (security.md K01). */
export async function storeToken(
  keyring: Keyring,
  lab: string,
  token: Secret,
): Promise<Result<Stored, KeyringFailure>> {
  const stored = await keyring.set(lab, token);
  if (!stored.ok) return stored;
  const readBack = await keyring.get(lab);
  if (!readBack.ok) return readBack;
  const same = readBack.value?.reveal() === token.reveal();
  return same ? stored : failed('read-back-differs');
}
