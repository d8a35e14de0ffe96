import { isIP } from 'node:net';
import { z } from 'zod';
import { parseSshPublicKey, type SshPublicKey } from './ssh-public-key.ts';

/*
 * What a server may put into a workstation's ssh config and known_hosts. A line break in any of these would add options,
 * and a wildcard would redirect other hosts, so each is held to a grammar before anything is rendered.
 */

/** `pychron-<lab>`: one plain word, no pattern characters. Tested on the whole string, never by line. */
const ALIAS = /^pychron-[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

const DNS_NAME =
  /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

const HOST_KEY_TYPES = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
];

export const sshAlias = z.string().regex(ALIAS, 'not an alias of the form pychron-<lab>');

export const sshHost = z
  .string()
  .refine((host) => DNS_NAME.test(host) || isPlainIp(host), 'not a DNS name or an IP address');

export const sshPort = z.int().min(1).max(65_535);

const wireSshHostAlias = z
  .object({ alias: sshAlias, real_host: sshHost, port: sshPort, known_hosts_line: z.string() })
  .superRefine((entry, context) => {
    if (!parseKnownHostsLine(entry.known_hosts_line, entry.real_host, entry.port)) {
      context.addIssue({
        code: 'custom',
        path: ['known_hosts_line'],
        message: 'not one plain known_hosts line for this host and port',
      });
    }
  });

/** Without an IPv6 zone: ssh reads `fe80::1%h` as a token and connects elsewhere (security.md M3). */
function isPlainIp(host: string): boolean {
  return isIP(host) !== 0 && !host.includes('%');
}

/** The wire form of an alias, checked and renamed. */
export const sshHostAlias = wireSshHostAlias.transform((entry) => ({
  alias: entry.alias,
  host: entry.real_host,
  port: entry.port,
  knownHostsLine: entry.known_hosts_line,
}));

export type SshHostAlias = Readonly<z.infer<typeof sshHostAlias>>;

/** How known_hosts names a host: bare on port 22, `[host]:port` otherwise (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export function knownHostsName(host: string, port: number): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

/**
 * The host key of a known_hosts line that names exactly this host and port, or null.
 * Markers (`@cert-authority`, `@revoked`), wildcards, negation, hashed and listed names are refused: each of them makes
 * ssh trust or reject other hosts too.
 */
export function parseKnownHostsLine(line: string, host: string, port: number): SshPublicKey | null {
  const prefix = `${knownHostsName(host, port)} `;
  if (!line.startsWith(prefix)) return null;
  const key = parseSshPublicKey(line.slice(prefix.length));
  return key && HOST_KEY_TYPES.includes(key.type) ? key : null;
}
