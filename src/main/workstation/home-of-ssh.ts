import { userInfo } from 'node:os';

/** ssh takes its home from the password database, never from `HOME` (security.md M5). */
export function isHomeOfSsh(home: string): boolean {
  try {
    return userInfo().homedir === home;
  } catch {
    // No entry in the database: ssh has no home of its own either.
    return false;
  }
}
