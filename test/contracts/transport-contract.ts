import type { RequestListener } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type HttpRequest,
  MAX_BODY_BYTES,
  MAX_HEADER_BYTES,
  type Transport,
} from '../../src/main/api/transport.ts';
import { HostileServer } from '../support/hostile-server.ts';

const PLENTY_MS = 30_000;

/** What every Transport does, shown against a real server that behaves badly. */
export function describeTransport(
  name: string,
  createTransport: (timeoutMs: number) => Transport,
): void {
  describe(name, () => {
    const servers: HostileServer[] = [];

    afterEach(async () => {
      await Promise.all(servers.splice(0).map((server) => server.stop()));
    });

    async function serve(answer: RequestListener, isTls = false): Promise<HostileServer> {
      const server = await HostileServer.start(answer, { isTls });
      servers.push(server);
      return server;
    }

    function send(url: string, request: Partial<HttpRequest> = {}, timeoutMs = PLENTY_MS) {
      const { signal } = new AbortController();
      return createTransport(timeoutMs).send({
        method: 'GET',
        url,
        headers: {},
        signal,
        ...request,
      });
    }

    it('sends method, path, headers and body as they are, and nothing of its own to tell who asks', async () => {
      const server = await serve((_, response) => response.writeHead(201).end('{}'));
      await send(`${server.origin}/a/b?c=d`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: '{"name":"Zürich"}',
      });
      expect(server.received).toMatchObject([
        {
          method: 'POST',
          url: '/a/b?c=d',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: '{"name":"Zürich"}',
        },
      ]);
      expect(server.received[0]?.headers).not.toHaveProperty('cookie');
      expect(server.received[0]?.headers).not.toHaveProperty('authorization');
    });

    it('keeps no cookie for the next request', async () => {
      const server = await serve((_, response) =>
        response.writeHead(200, { 'set-cookie': 'session=1; Path=/' }).end(),
      );
      const transport = createTransport(PLENTY_MS);
      const { signal } = new AbortController();
      const request = { method: 'GET', url: server.origin, headers: {}, signal } as const;
      await transport.send(request);
      await transport.send(request);
      expect(server.received.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
    });

    it('gives status, headers in lower case and body', async () => {
      const server = await serve((_, response) =>
        response
          .writeHead(429, [
            ['Retry-After', '7'],
            ['X-Twice', 'a'],
            ['X-Twice', 'b'],
          ])
          .end('später'),
      );
      expect(await send(server.origin)).toMatchObject({
        ok: true,
        value: { status: 429, headers: { 'retry-after': '7', 'x-twice': 'a, b' }, body: 'später' },
      });
    });

    it('gives a 401 as it is, whatever password it asks for', async () => {
      const server = await serve((_, response) =>
        response.writeHead(401, { 'www-authenticate': 'Basic realm="lab"' }).end('{}'),
      );
      expect(await send(server.origin)).toMatchObject({ ok: true, value: { status: 401 } });
      expect(server.received).toHaveLength(1);
    });

    it('gives a body of the largest size', async () => {
      const server = await serve((_, response) => response.end('a'.repeat(MAX_BODY_BYTES)));
      const answer = await send(server.origin);
      expect(answer.ok && answer.value.body.length).toBe(MAX_BODY_BYTES);
    });

    it.each([
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
    ])('reads a body in %s', async (encoding, compress) => {
      const server = await serve((_, response) =>
        response.writeHead(200, { 'content-encoding': encoding }).end(compress('{"lab":"NMGRL"}')),
      );
      expect(await send(server.origin)).toMatchObject({ value: { body: '{"lab":"NMGRL"}' } });
    });

    it.each([301, 302, 303, 307, 308])('does not follow a %i', async (status) => {
      const target = await serve((_, response) => response.end('{}'));
      const server = await serve((_, response) =>
        response.writeHead(status, { location: target.origin }).end(),
      );
      const answer = await send(server.origin, { method: 'POST', body: 'the device code' });
      expect(answer).toEqual({ ok: false, failure: 'redirected' });
      expect(target.received).toEqual([]);
    });

    it.each<[string, RequestListener]>([
      ['1 MB', (_, response) => response.end('a'.repeat(1024 * 1024))],
      ['one byte too many', (_, response) => response.end('a'.repeat(MAX_BODY_BYTES + 1))],
      [
        'a small gzip that becomes 20 MB',
        (_, response) =>
          response
            .writeHead(200, { 'content-encoding': 'gzip' })
            .end(gzipSync(Buffer.alloc(20 * 1024 * 1024))),
      ],
      [
        'a stream without an end',
        (_, response) => {
          const pour = () => {
            while (!response.destroyed && response.write('a'.repeat(65_536)));
          };
          response.on('drain', pour);
          pour();
        },
      ],
      [
        'huge headers',
        (_, response) =>
          response.writeHead(200, { 'x-large': 'a'.repeat(MAX_HEADER_BYTES) }).end('{}'),
      ],
      [
        'huge headers in small pieces',
        (_, response) => {
          for (let i = 0; i < 40; i++) response.setHeader(`x-${i}`, 'a'.repeat(512));
          response.end('{}');
        },
      ],
    ])('takes no answer of %s', async (_, answer) => {
      const server = await serve(answer);
      expect(await send(server.origin)).toEqual({ ok: false, failure: 'answer-too-large' });
    });

    it.each<[string, RequestListener]>([
      ['says nothing', () => undefined],
      ['stops after the headers', (_, response) => response.writeHead(200).flushHeaders()],
      [
        'drips',
        (_, response) => {
          const drip = setInterval(() => response.write('a'), 20);
          response.on('close', () => clearInterval(drip));
        },
      ],
    ])('gives up on a server that %s', async (_, answer) => {
      const server = await serve(answer);
      expect(await send(server.origin, {}, 300)).toEqual({ ok: false, failure: 'timed-out' });
      await server.peerGone;
    });

    it.each<[string, RequestListener]>([
      ['before the answer', (_, response) => response.socket?.resetAndDestroy()],
      [
        'in the middle of it',
        (_, response) => {
          response.writeHead(200, { 'content-length': '1000' });
          response.write('{"api_token":', () => response.socket?.resetAndDestroy());
        },
      ],
      [
        'with less than it promised',
        (_, response) => {
          response.writeHead(200, { 'content-length': '1000' });
          response.write('{}', () => response.socket?.end());
        },
      ],
      [
        'with a switch to another protocol',
        (_, response) =>
          response.socket?.end(
            'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
          ),
      ],
      [
        'with something that is not HTTP',
        (_, response) => response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n'),
      ],
    ])('is interrupted by a server that ends %s', async (_, answer) => {
      const server = await serve(answer);
      expect(await send(server.origin)).toEqual({ ok: false, failure: 'interrupted' });
    });

    it('names a refused connection', async () => {
      const server = await HostileServer.start((_, response) => response.end());
      const { origin } = server;
      await server.stop();
      expect(await send(origin)).toEqual({ ok: false, failure: 'connection-refused' });
    });

    it('names an unknown host', async () => {
      // RFC 6761 section 6.4: this top level domain never resolves.
      const answer = await send('https://no-such-host.invalid/');
      expect(answer).toEqual({ ok: false, failure: 'name-not-found' });
    });

    it('trusts no certificate without a reason', async () => {
      const server = await serve((_, response) => response.end('{}'), true);
      const answer = await send(server.origin, { method: 'POST', body: 'the device code' });
      expect(answer).toEqual({ ok: false, failure: 'certificate-not-trusted' });
      expect(server.received).toEqual([]);
    });

    it.each<[string, RequestListener]>([
      ['before an answer', () => undefined],
      ['in the middle of one', (_, response) => response.writeHead(200).flushHeaders()],
    ])('ends with its signal %s, and closes the connection', async (_, answer) => {
      const stop = new AbortController();
      const server = await serve((request, response) => {
        answer(request, response);
        setTimeout(() => stop.abort('enough'), 50);
      });
      await expect(send(server.origin, { signal: stop.signal })).rejects.toBe('enough');
      await server.peerGone;
    });

    it('sends nothing once the signal has aborted', async () => {
      const server = await serve((_, response) => response.end());
      const signal = AbortSignal.abort('before');
      await expect(send(server.origin, { signal })).rejects.toBe('before');
      expect(server.received).toEqual([]);
    });
  });
}
