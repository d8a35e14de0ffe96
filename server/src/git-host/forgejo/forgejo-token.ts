import { readFile } from 'node:fs/promises';
import { Secret } from '@onbench/protocol/secret';
import { ForgejoError } from './forgejo-client.ts';

/** Reads an access token that is alone in its file. */
export async function readForgejoToken(path: string): Promise<Secret> {
  const token = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ForgejoError(
      `${path} cannot be read or holds no access token. Put one there, alone on its line.`,
    );
  }
  return new Secret(token);
}
