import { knownHostsName, parseKnownHostsLine } from '@onbench/protocol/ssh-host-alias';

/**
 * The line that a workstation pins, without the key's comment. It is read back with the workstation's own parser
 * (security.md S04): what that refuses must not leave the server.
 */
export function knownHostsLine(host: string, port: number, publicKeyLine: string): string {
  const [type, blob] = publicKeyLine.trim().split(' ');
  const line = `${knownHostsName(host, port)} ${type} ${blob}`;
  if (!parseKnownHostsLine(line, host, port)) {
    throw new Error(`The git host's key does not make a known_hosts line for ${host}:${port}.`);
  }
  return line;
}
