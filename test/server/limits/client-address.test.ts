import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addressOf, networkOf } from '../../../server/src/limits/client-address.ts';

describe('networkOf', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['0:0:0:0:0:FFFF:c000:207', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:1::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
  ])('counts %s as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('keeps neighbouring /64 apart and the addresses of one together', () => {
    const all = Array.from({ length: 1_000 }, (_, index) =>
      networkOf(`2001:db8:0:${(index % 4).toString(16)}:${index.toString(16)}::1`),
    );
    expect(new Set(all).size).toBe(4);
  });
});

describe('addressOf', () => {
  const request = (ip: string) => ({ ip, socket: { remoteAddress: '10.0.0.1' } as Socket });

  it('is what the trusted proxies say, in one text for each address', () => {
    expect(addressOf(request('192.0.2.7'))).toBe('192.0.2.7');
    expect(addressOf(request('::FFFF:192.0.2.7'))).toBe('192.0.2.7');
    expect(addressOf(request('2001:DB8:0:0::1'))).toBe('2001:db8::1');
  });

  it.each(['', 'unknown', '192.0.2.7:5000', '999.1.1.1', "' or 1=1"])(
    'is the connection’s own where a proxy passes on %j',
    (ip) => {
      expect(addressOf(request(ip))).toBe('10.0.0.1');
    },
  );
});
