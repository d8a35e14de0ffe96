import { isAbsolute } from 'node:path';

/** Characters that end or change a quoted word for some shell, or that authorized_keys itself gives a meaning. */
const UNSAFE = /[\p{Cc}'"\\!]/u;

export interface ForcedCommandOptions {
  /** The program as a shell would start it, such as `node /opt/onbench/server/dist/git-serve.js`. */
  readonly gitServeCommand: string;
  readonly repositoriesDir: string;
  readonly authorizedKeysFile: string;
}

/**
 * Builds the forced command of a key. sshd hands it to the account's login shell, so paths stand in single quotes, inside
 * which no shell expands anything; the characters for which that would not hold are refused when the server starts.
 * Lab and fingerprint come checked and have no character that a shell knows.
 */
export function forcedCommandBuilder(
  options: ForcedCommandOptions,
): (lab: string, fingerprint: string) => string {
  const { gitServeCommand } = options;
  if (/[\p{Cc}"\\]/u.test(gitServeCommand)) {
    throw new Error('The git-serve command may hold no double quote, backslash or line break.');
  }
  const repositories = quote(options.repositoriesDir);
  const authorizedKeys = quote(options.authorizedKeysFile);
  return (lab, fingerprint) =>
    `${gitServeCommand} --repositories ${repositories} --authorized-keys ${authorizedKeys}` +
    ` --lab ${lab} --key ${fingerprint}`;
}

function quote(path: string): string {
  if (!isAbsolute(path)) throw new Error(`Give the whole path of ${JSON.stringify(path)}.`);
  if (UNSAFE.test(path)) {
    throw new Error(`${JSON.stringify(path)} may hold no quote, backslash, "!" or line break.`);
  }
  // Bytes as latin1, one character each, like the rest of the file.
  return `'${Buffer.from(path).toString('latin1')}'`;
}
