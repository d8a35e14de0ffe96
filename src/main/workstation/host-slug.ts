/** A host name as it goes into file names and key comments: all but ASCII letters, digits, `-`, `_` becomes `_`. */
export function hostSlug(hostname: string): string {
  // By code point: one letter gives one underscore, also outside the Basic Multilingual Plane.
  return hostname.replace(/[^A-Za-z0-9_-]/gu, '_');
}
