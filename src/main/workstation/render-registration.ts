import type { SshKeyRegistration } from '@onbench/protocol/device-code-grant';
import type { Secret } from '@onbench/protocol/secret';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The key of the lab's database account has a file of its own and stands nowhere else. */
const DATABASE_ENTRIES: readonly unknown[] = ['database_iam', 'service_account_key_json'];

/** registration.json: the server's `ssh_key` object, indented by 2, keys sorted. */
export function renderRegistration(sshKey: SshKeyRegistration, token: Secret): string {
  return `${JSON.stringify(withoutSecrets(sshKey, token), null, 2)}\n`;
}

/**
 * The server's `ssh_key` object as it may be kept in a file: an entry that holds the token is left out wherever it
 * stands, so that a careless server cannot put the token on the disk.
 */
export function withoutSecrets(sshKey: SshKeyRegistration, token: Secret): SshKeyRegistration {
  const isForbidden = (value: unknown) =>
    DATABASE_ENTRIES.includes(value) ||
    (typeof value === 'string' && value.includes(token.reveal()));
  return tidy(sshKey as Json, isForbidden) as SshKeyRegistration;
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
