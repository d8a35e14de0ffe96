import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Secret } from '@onbench/protocol/secret';
import { StartProblem } from '../start-problem.ts';

const SECRET_BYTES = 32;

/**
 * The one secret of the server that is in no database (security.md T07), in hex; made on the first start. Losing it
 * makes the codes that are on screens right now unknown, and ends the chain of the audit log.
 */
export async function loadServerSecret(file: string): Promise<Secret> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = randomBytes(SECRET_BYTES).toString('hex');
  try {
    await writeFile(file, `${fresh}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const text = (await readFile(file, 'utf8')).trim();
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new StartProblem(
      `${file} must hold 64 hexadecimal digits; delete it to have a new one made.`,
    );
  }
  return new Secret(text);
}

/** A key of its own for each purpose, so that no two uses can be played against each other. */
export function deriveKey(secret: Secret, purpose: 'user-codes' | 'audit-log'): Buffer {
  const input = Buffer.from(secret.reveal(), 'hex');
  return Buffer.from(hkdfSync('sha256', input, '', `onbench ${purpose}`, SECRET_BYTES));
}
