/** Class 23 of PostgreSQL's error codes, which PGlite has as well. */
const UNIQUE_VIOLATION = '23505';

/** Whether a statement failed since something that has to be unique is there already. */
export function isUniqueViolation(error: unknown): boolean {
  // drizzle-orm wraps what the driver says.
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === UNIQUE_VIOLATION;
}
