import { z } from 'zod';

/**
 * A lab's name. It becomes a keyring account, a part of an SSH alias and a folder on the git host, so it is held to
 * characters that mean nothing to a shell, a path or an ssh config.
 */
export const labName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/, 'not a lab name');

/** `<lab>/<repository>`, as in `NMGRL/MetaData`. */
export const repositoryIdentifier = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    'not a repository identifier',
  );

/** A machine's host name as it reports it: printable ASCII and letters of any script, no control characters. */
export const hostname = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[\p{L}\p{N}._-]+$/u, 'not a host name');
