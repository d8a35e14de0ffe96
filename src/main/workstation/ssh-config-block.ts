import type { SshHostAlias } from '@onbench/protocol/ssh-host-alias';
import { toByteText } from './byte-text.ts';

/** What an ssh config block says. Alias, host and port come checked from the protocol's parsers. */
export interface SshConfigEntry extends Pick<SshHostAlias, 'alias' | 'host'> {
  /** A placeholder in a preview. */
  readonly port: number | typeof UNKNOWN_PORT;
  readonly identityFile: string;
  readonly userKnownHostsFile: string;
}

/** Stands for what only the server knows. */
export const UNKNOWN_PORT = '<port>';

/** The user name of every workstation on the git host; the key tells them apart. */
export const SSH_USER = 'git';

export function beginMarker(alias: string): string {
  return `# BEGIN pychron-cloud:${alias}`;
}

export function endMarker(alias: string): string {
  return `# END pychron-cloud:${alias}`;
}

/** The block of protocol.md section 4 as byte text, ending with a line end. */
export function renderSshConfigBlock(
  entry: SshConfigEntry,
  form: { readonly lineEnd: '\n' | '\r\n'; readonly closed: boolean },
): string {
  const lines = [
    beginMarker(entry.alias),
    `Host ${entry.alias}`,
    `    HostName ${entry.host}`,
    `    Port ${entry.port}`,
    `    User ${SSH_USER}`,
    `    IdentityFile ${quoted(escapeTokens(entry.identityFile))}`,
    '    IdentitiesOnly yes',
    `    UserKnownHostsFile ${quoted(escapeTokens(entry.userKnownHostsFile))}`,
    ...(form.closed ? ['Match all'] : []),
    endMarker(entry.alias),
  ];
  return toByteText(lines.map((line) => `${line}${form.lineEnd}`).join(''));
}

/** ssh expands `%` tokens in file names (ssh_config(5), TOKENS); `%%` is the character itself. */
export function escapeTokens(path: string): string {
  return path.replaceAll('%', '%%');
}

/** Whether ssh can be told of this path at all: a line break ends the option, and `${…}` has no escape. */
export function isExpressibleInSshConfig(path: string): boolean {
  return !/[\p{Cc}\u2028\u2029]|\$\{/u.test(path);
}

/** Quotes a path where ssh would otherwise split it or see a quote or a comment in it. */
function quoted(path: string): string {
  if (/^[A-Za-z0-9_./:@+,%-]+$/.test(path)) return path;
  return `"${path.replace(/["\\]/g, '\\$&')}"`;
}
