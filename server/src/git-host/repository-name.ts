/*
 * The grammar of protocol/src/names.ts once more, without zod: the forced command of every login loads this file and
 * must start at once. test/server/git-host/repository-name.test.ts holds the two together.
 */

const LAB = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** One repository as it is found on disk: `<lab>/<name>.git`. */
export interface RepositoryName {
  readonly lab: string;
  /** Without `.git`. */
  readonly name: string;
}

export function isLabName(text: string): boolean {
  return LAB.test(text);
}

/**
 * Takes `<lab>/<name>` apart. A name that ends in `.git` itself is refused: `x` and `x.git` would be one repository to
 * a git client and two on disk.
 */
export function parseRepositoryName(identifier: string): RepositoryName | null {
  const [lab, name, ...rest] = identifier.split('/');
  if (lab === undefined || name === undefined || rest.length > 0) return null;
  if (!LAB.test(lab) || !NAME.test(name) || name.endsWith('.git')) return null;
  return { lab, name };
}
