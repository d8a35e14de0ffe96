import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { canonicalAddress } from './client-address.ts';

type Trust = (address: string, hop: number) => boolean;

/**
 * Whose word about who is behind them is taken: those of the configured addresses and ranges (security.md T16). The
 * first hop is the connection's own end. Further on, in the header, a loopback address is a client on the proxy's
 * machine, never one more proxy: what such a client has put before it is its own invention.
 */
export function trustProxies(ranges: readonly string[]): Trust {
  const trusted = listOf(ranges);
  const loopback = listOf(['127.0.0.0/8', '::1']);
  return (address, hop) => {
    const canonical = canonicalAddress(address);
    return isIn(trusted, canonical) && (hop === 0 || !isIn(loopback, canonical));
  };
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function isIn(list: BlockList, address: string): boolean {
  if (isIPv4(address)) return list.check(address, 'ipv4');
  return isIPv6(address) && list.check(address, 'ipv6');
}
