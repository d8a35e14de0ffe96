import { describe, expect, it } from 'vitest';
import { trustProxies } from '../../../server/src/limits/trusted-proxies.ts';

describe('trustProxies', () => {
  it.each([
    ['10.1.2.3', ['10.0.0.0/8'], true],
    ['11.1.2.3', ['10.0.0.0/8'], false],
    ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
    ['192.0.2.1', ['192.0.2.1'], true],
    ['192.0.2.2', ['192.0.2.1'], false],
    ['fd00::1', ['10.0.0.0/8', 'fd00::/8'], true],
    ['2001:db8::1', ['fd00::/8'], false],
    ['127.0.0.1', [], false],
    ['no address', ['10.0.0.0/8'], false],
    ['', ['0.0.0.0/1', '128.0.0.0/1'], false],
  ])('of %j, with %j: %s', (address, ranges, trusted) => {
    expect(trustProxies(ranges)(address, 0)).toBe(trusted);
  });

  it('takes loopback for a proxy at the connection only', () => {
    const trusts = trustProxies(['127.0.0.1', '::1', '10.0.0.0/8']);
    expect([trusts('127.0.0.1', 0), trusts('127.0.0.1', 1)]).toEqual([true, false]);
    expect([trusts('::1', 0), trusts('::1', 1)]).toEqual([true, false]);
    expect([trusts('10.0.0.1', 0), trusts('10.0.0.1', 1)]).toEqual([true, true]);
  });
});
