/**
 * What servers of one database do one at a time. PostgreSQL knows these locks by number only: each has its own by its
 * place here, the same on every server.
 */
const LOCKS = ['migration', 'sweep', 'user-codes', 'key-set'] as const;

/** Any fixed number, far from those of other programs on the same database. */
const FIRST = 6_627_243;

export function lockNumber(name: (typeof LOCKS)[number]): number {
  return FIRST + LOCKS.indexOf(name);
}
