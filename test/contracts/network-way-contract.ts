import { afterEach, describe, expect, it } from 'vitest';
import type { Transport } from '../../src/main/api/transport.ts';
import { createEcdsaChain } from '../support/ecdsa-chain.ts';
import { HostileServer } from '../support/hostile-server.ts';
import type { NetworkWay } from '../support/remote-transport.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { type IssuedCertificate, TestAuthority } from '../support/test-authority.ts';
import { TunnelProxy } from '../support/tunnel-proxy.ts';

const PAST = new Date(Date.now() - 60_000);
const FUTURE = new Date(Date.now() + 60_000);

const root = TestAuthority.root('Lab root');
const otherRoot = TestAuthority.root('Other root');

const NOT_TRUSTED = { ok: false, failure: 'certificate-not-trusted' };
const ANSWERED = { ok: true, value: { status: 200 } };

/** How every Transport heeds a proxy and a lab's own authority, shown with real TLS and a real proxy. */
export function describeNetworkWay(
  name: string,
  createTransport: (way: NetworkWay) => Transport,
): void {
  describe(`${name} on its way`, () => {
    const started: { stop(): Promise<void> }[] = [];

    afterEach(async () => {
      await Promise.all(started.splice(0).map((each) => each.stop()));
    });

    function kept<Started extends { stop(): Promise<void> }>(each: Started): Started {
      started.push(each);
      return each;
    }

    async function serve(certificate: IssuedCertificate | null): Promise<HostileServer> {
      return kept(await HostileServer.start((_, response) => response.end('{}'), { certificate }));
    }

    function get(url: string, way: Partial<NetworkWay>) {
      const { signal } = new AbortController();
      const transport = createTransport({ proxy: { kind: 'none' }, trust: null, ...way });
      return transport.send({ method: 'GET', url, headers: {}, signal });
    }

    const trusting = (pem: string, host = 'localhost') => ({ trust: { host, pem } });
    const named = (server: HostileServer) => `https://localhost:${server.port}`;

    it('trusts a lab’s authority for its host, and for that only', async () => {
      const server = await serve(root.issue());
      expect(await get(named(server), trusting(root.pem))).toMatchObject(ANSWERED);
      expect(await get(server.origin, trusting(root.pem, '127.0.0.1'))).toMatchObject(ANSWERED);
      expect(await get(server.origin, trusting(root.pem))).toEqual(NOT_TRUSTED);
    });

    it('trusts it no longer once it is taken away', async () => {
      const server = await serve(root.issue());
      expect(await get(named(server), {})).toEqual(NOT_TRUSTED);
      expect(await get(named(server), trusting(root.pem))).toMatchObject(ANSWERED);
      expect(await get(named(server), {})).toEqual(NOT_TRUSTED);
    });

    it('follows a chain over an intermediate', async () => {
      const issuing = root.intermediate('Lab issuing');
      const { key, cert } = issuing.issue();
      const server = await serve({ key, cert: `${cert}${issuing.pem}` });
      expect(await get(named(server), trusting(root.pem))).toMatchObject(ANSWERED);
      const incomplete = await serve({ key, cert });
      expect(await get(named(incomplete), trusting(root.pem))).toEqual(NOT_TRUSTED);
      const both = trusting(`${root.pem}${issuing.pem}`);
      expect(await get(named(incomplete), both)).toMatchObject(ANSWERED);
    });

    it('knows elliptic curves too', async () => {
      const chain = await createEcdsaChain(await scratchFolder());
      const server = await serve(chain.server);
      expect(await get(named(server), trusting(chain.root))).toMatchObject(ANSWERED);
      expect(await get(named(server), trusting(root.pem))).toEqual(NOT_TRUSTED);
    });

    it.each<[string, IssuedCertificate]>([
      ['expired', root.issue({ validTo: PAST })],
      ['not valid yet', root.issue({ validFrom: FUTURE })],
      ['for another name', root.issue({ names: ['other.example'] })],
      ['without a name', root.issue({ names: [] })],
      ['for clients', root.issue({ purpose: 'clientAuth' })],
      ['from another authority', otherRoot.issue()],
      [
        'from another authority of the same name',
        TestAuthority.root('Lab root', { bits: 3_072 }).issue(),
      ],
    ])('trusts no certificate that is %s, whoever is trusted', async (_, certificate) => {
      const server = await serve(certificate);
      expect(await get(named(server), trusting(root.pem))).toEqual(NOT_TRUSTED);
      expect(server.received).toEqual([]);
    });

    it('goes through the proxy that was set by hand, which sees no more than a name', async () => {
      const server = await serve(root.issue({ names: ['api.onbench.test'] }));
      const proxy = kept(await TunnelProxy.start(server.port));
      const answer = await get('https://api.onbench.test/', {
        proxy: { kind: 'manual', url: proxy.url },
        ...trusting(root.pem, 'api.onbench.test'),
      });
      expect(answer).toMatchObject(ANSWERED);
      expect(proxy.asked).toEqual(['api.onbench.test:443']);
    });

    it('checks certificates behind a proxy as anywhere', async () => {
      const server = await serve(otherRoot.issue({ names: ['api.onbench.test'] }));
      const proxy = kept(await TunnelProxy.start(server.port));
      const answer = await get('https://api.onbench.test/', {
        proxy: { kind: 'manual', url: proxy.url },
        ...trusting(root.pem, 'api.onbench.test'),
      });
      expect(answer).toEqual(NOT_TRUSTED);
    });

    it.each(['http://127.0.0.1', 'http://localhost', 'https://localhost'])(
      'reaches %s without the proxy',
      async (origin) => {
        const server = await serve(origin.startsWith('https') ? root.issue() : null);
        const proxy = kept(await TunnelProxy.start(null));
        const answer = await get(`${origin}:${server.port}`, {
          proxy: { kind: 'manual', url: proxy.url },
          ...trusting(root.pem),
        });
        expect(answer).toMatchObject(ANSWERED);
        expect(proxy.asked).toEqual([]);
      },
    );

    it('names a proxy that lets nobody through, and one that is not there', async () => {
      const closed = await TunnelProxy.start(null);
      const manual = (url: string) => ({ proxy: { kind: 'manual', url } }) as const;
      const refused = { ok: false, failure: 'proxy' };
      expect(await get('https://api.onbench.test/', manual(closed.url))).toEqual(refused);
      const { url } = closed;
      await closed.stop();
      expect(await get('https://api.onbench.test/', manual(url))).toEqual(refused);
    });

    it('names what speaks no TLS an interruption', async () => {
      const server = await serve(null);
      const answer = await get(`https://127.0.0.1:${server.port}`, {});
      expect(answer).toEqual({ ok: false, failure: 'interrupted' });
    });
  });
}
