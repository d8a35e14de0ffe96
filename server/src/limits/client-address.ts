import { isIP, isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';

/**
 * The address that a request came from: forwarded headers count only where the connection is from a trusted proxy
 * (security.md T16). A trusted proxy that passes on what is no address at all is counted itself.
 */
export function addressOf(request: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  return canonicalAddress(isIP(request.ip) ? request.ip : (request.socket.remoteAddress ?? ''));
}

/** Reading an address takes as long as the rest of a pending poll's limit: what was read stays known, so many at most. */
const MAX_KNOWN = 10_000;
const known = new Map<string, string>();

/** The network that a request came from. */
export function networkOfRequest(request: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  return known.get(request.ip) ?? networkOf(addressOf(request));
}

/** What limits count by: an IPv4 address, or the /64 that one IPv6 subscriber has to itself. */
export function networkOf(address: string): string {
  // Of a connection that is gone. Not remembered: what a proxy passes on as empty is the proxy's (see `addressOf`).
  if (address === '') return '';
  const remembered = known.get(address);
  if (remembered !== undefined) return remembered;
  const network = readNetwork(address);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(address, network);
  return network;
}

function readNetwork(address: string): string {
  const canonical = canonicalAddress(address);
  if (!isIPv6(canonical)) return canonical;
  const [head = '', tail] = canonical.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const prefix = [...left, ...(tail === undefined ? [] : zeros), ...right].slice(0, 4);
  return `${prefix.join(':')}::/64`;
}

const MAPPED_IPV4 = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/** One text for each address: IPv6 in lower case, shortest form, without a zone; IPv4 that came as IPv6 as IPv4. */
export function canonicalAddress(address: string): string {
  if (!isIPv6(address)) return address;
  const [unscoped = ''] = address.split('%', 1);
  const canonical = new URL(`http://[${unscoped}]`).hostname.slice(1, -1);
  const mapped = MAPPED_IPV4.exec(canonical);
  if (!mapped) return canonical;
  const [high, low] = [mapped[1], mapped[2]].map((group) => Number.parseInt(group ?? '', 16));
  return [high, low].flatMap((group = 0) => [group >> 8, group & 255]).join('.');
}
