const HASH_NAME = 'SHA256:';
const GROUP = /.{1,4}/gsu;

/** A key fingerprint in pieces that people can compare. Joined, they are the fingerprint as it was. */
export interface FingerprintGroups {
  /** `SHA256:`, or empty where the text does not begin with it. */
  readonly hashName: string;
  readonly groups: readonly string[];
}

/** Groups of four, so that two people at two screens can read them to each other (security.md T01). */
export function fingerprintGroups(fingerprint: string): FingerprintGroups {
  const hashName = fingerprint.startsWith(HASH_NAME) ? HASH_NAME : '';
  return { hashName, groups: fingerprint.slice(hashName.length).match(GROUP) ?? [] };
}
