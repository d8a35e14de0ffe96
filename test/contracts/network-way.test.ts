import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { parseCertificateAuthority } from '../../src/main/api/certificate-authority.ts';
import { createNodeTransport } from '../../src/main/api/node-transport.ts';
import { proxyFor } from '../../src/main/api/proxy-for.ts';
import type { NetworkWay } from '../support/remote-transport.ts';
import { describeNetworkWay } from './network-way-contract.ts';

function addedTrust({ trust }: NetworkWay) {
  const authority = trust && parseCertificateAuthority(trust.pem, Date.now());
  return trust && authority?.ok ? { host: trust.host, authority: authority.value } : null;
}

describeNetworkWay('createNodeTransport', (way) =>
  createNodeTransport({ proxyFor: proxyFor(way.proxy, {}), addedTrust: addedTrust(way) }),
);

describe('createNodeTransport while it connects', () => {
  const SHORT_MS = 200;
  /** Far beyond the patience of the test, which so shows that the other limit is at work. */
  const LONG_MS = 2 ** 31 - 1;

  let mute: Server;
  afterEach(() => new Promise<void>((resolve) => void mute.close(() => resolve())));

  async function startMute(): Promise<string> {
    mute = createServer((socket) => socket.on('error', () => undefined).resume());
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const address = mute.address();
    return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  it.each([
    [
      'a server that takes the connection and begins no TLS',
      (at: string) => [`https://${at}`, null],
    ],
    ['a proxy that opens no tunnel', (at: string) => ['https://api.onbench.test', `http://${at}`]],
  ] as const)('gives up on %s', async (_, choose) => {
    const [url, proxy] = choose(await startMute());
    const transport = createNodeTransport({
      proxyFor: proxyFor(proxy ? { kind: 'manual', url: proxy } : { kind: 'none' }, {}),
      connectTimeoutMs: SHORT_MS,
      timeoutMs: LONG_MS,
    });
    const { signal } = new AbortController();
    const answer = await transport.send({ method: 'GET', url: url ?? '', headers: {}, signal });
    expect(answer).toEqual({ ok: false, failure: 'timed-out' });
  });
});
