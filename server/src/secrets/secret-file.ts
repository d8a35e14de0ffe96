import { readFile } from 'node:fs/promises';
import { Secret } from '@onbench/protocol/secret';
import { StartProblem } from '../start-problem.ts';

/** A secret that somebody put into a file, the only thing in it: not in the environment, where other processes see it. */
export async function readSecretFile(file: string, variable: string): Promise<Secret> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartProblem(`${variable} cannot be read: ${reason}.`, { cause });
  });
  const secret = text.trim();
  if (secret === '') throw new StartProblem(`${variable}: ${file} is empty.`);
  if (secret.includes('\n')) throw new StartProblem(`${variable}: ${file} has several lines.`);
  return new Secret(secret);
}
