import { readFile } from 'node:fs/promises';
import { Secret } from '@onbench/protocol/secret';

/** Reads an access token that is alone in its file. */
export async function readForgejoToken(path: string): Promise<Secret> {
  const token = (await readFile(path, 'utf8')).trim();
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new Error(`${path} holds no access token. Put one there, alone on its line.`);
  }
  return new Secret(token);
}
