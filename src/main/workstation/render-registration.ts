import type { SshKeyRegistration } from '@onbench/protocol/device-code-grant';
import type { Secret } from '@onbench/protocol/secret';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * registration.json: the server's `ssh_key` object, indented by 2, keys sorted. An entry that holds the token is left
 * out wherever it stands, so that a careless server cannot put the token on the disk.
 */
export function renderRegistration(sshKey: SshKeyRegistration, token: Secret): string {
  const holdsToken = (value: unknown) =>
    typeof value === 'string' && value.includes(token.reveal());
  return `${JSON.stringify(tidy(sshKey as Json, holdsToken), null, 2)}\n`;
}

function tidy(value: Json, isForbidden: (value: unknown) => boolean): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    return value.filter((item) => !isForbidden(item)).map((item) => tidy(item, isForbidden));
  }
  const entries = Object.entries(value)
    .filter(([key, item]) => !isForbidden(key) && !isForbidden(item))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, tidy(item, isForbidden)]);
  // fromEntries defines each key as its own property; an assignment to `__proto__` would not (security.md M7).
  return Object.fromEntries(entries);
}
