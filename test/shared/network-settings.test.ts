import { describe, expect, it } from 'vitest';
import { parseProxyUrl } from '../../src/shared/network-settings.ts';

describe('parseProxyUrl', () => {
  it.each([
    ['http://proxy.example:3128', 'http://proxy.example:3128'],
    [' http://PROXY.example:80/ ', 'http://proxy.example:80'],
    ['http://192.0.2.1:8080', 'http://192.0.2.1:8080'],
    ['http://[2001:db8::1]:8080', 'http://[2001:db8::1]:8080'],
  ])('takes %j', (typed, value) => {
    expect(parseProxyUrl(typed)).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'empty'],
    ['proxy.example:3128', 'not-a-url'],
    ['https://proxy.example:3128', 'not-http'],
    ['socks5://proxy.example:1080', 'not-http'],
    ['http://me:pw@proxy.example:3128', 'has-credentials'],
    ['http://me@proxy.example:3128', 'has-credentials'],
    ['http://proxy.example:3128/pac', 'has-path'],
    ['http://proxy.example:3128?x', 'has-path'],
    ['http://proxy.example', 'no-port'],
    ['http://a,direct:3128', 'not-a-url'],
    ['http://a;https=evil:3128', 'not-a-url'],
  ])('refuses %j', (typed, failure) => {
    expect(parseProxyUrl(typed)).toEqual({ ok: false, failure });
  });
});
