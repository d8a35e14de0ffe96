import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../src/main/api/proxy-for.ts';

const PROXY = 'http://proxy.example:3128';

function choose(url: string, environment: Record<string, string>) {
  const proxy = proxyFor({ kind: 'system' }, environment)(new URL(url));
  return proxy.ok ? proxy.value : proxy.failure;
}

describe('proxyFor', () => {
  it.each([
    [{}, null],
    [{ HTTPS_PROXY: PROXY }, PROXY],
    [{ https_proxy: PROXY }, PROXY],
    [{ ALL_PROXY: PROXY }, PROXY],
    [{ HTTP_PROXY: PROXY }, null],
    [{ HTTPS_PROXY: '' }, null],
    [{ HTTPS_PROXY: 'http://me:pw@proxy.example:3128' }, 'has-credentials'],
    [{ HTTPS_PROXY: 'socks5://proxy.example:1080' }, 'not-http'],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: '*' }, null],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'api.lab.example' }, null],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'other, .lab.example' }, null],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'LAB.example' }, null],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'api.lab.example:443' }, null],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'api.lab.example:8443' }, PROXY],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'b.example' }, PROXY],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: '' }, PROXY],
  ])('reads %j', (environment, proxy) => {
    expect(choose('https://api.lab.example/', environment)).toBe(proxy);
  });

  it.each(['http://127.0.0.1:1', 'http://localhost:1', 'https://[::1]:1', 'http://127.9.9.9'])(
    'lets %s be, whoever names a proxy',
    (url) => {
      expect(choose(url, { HTTPS_PROXY: PROXY, HTTP_PROXY: PROXY })).toBeNull();
      const manual = proxyFor({ kind: 'manual', url: PROXY }, {});
      expect(manual(new URL(url))).toEqual({ ok: true, value: null });
    },
  );

  it('goes straight where the technician wants no proxy', () => {
    const straight = proxyFor({ kind: 'none' }, { HTTPS_PROXY: PROXY });
    expect(straight(new URL('https://api.example'))).toEqual({ ok: true, value: null });
  });
});
