import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { PassThrough, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { connect as connectTls, rootCertificates } from 'node:tls';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { NetworkTrouble } from '../../shared/enrollment.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import type { AddedTrust } from './certificate-authority.ts';
import { networkTroubleOf } from './network-trouble.ts';
import { openTunnel } from './open-tunnel.ts';
import { type ProxyFor, proxyFor } from './proxy-for.ts';
import {
  CONNECT_TIMEOUT_MS,
  type HttpRequest,
  type HttpResponse,
  MAX_BODY_BYTES,
  MAX_HEADER_BYTES,
  RESPONSE_TIMEOUT_MS,
  type Transport,
} from './transport.ts';

export interface NodeTransportOptions {
  readonly proxyFor?: ProxyFor;
  readonly addedTrust?: AddedTrust | null;
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
}

/** HTTP by Node alone: where there is no Electron, and in tests. The environment names its proxy. */
export function createNodeTransport({
  proxyFor: chooseProxy = proxyFor({ kind: 'system' }, process.env),
  addedTrust = null,
  timeoutMs = RESPONSE_TIMEOUT_MS,
  connectTimeoutMs = CONNECT_TIMEOUT_MS,
}: NodeTransportOptions = {}): Transport {
  return {
    send: async (request) => {
      request.signal.throwIfAborted();
      const proxy = chooseProxy(new URL(request.url));
      if (!proxy.ok) return failed('proxy');
      const way = { proxy: proxy.value, addedTrust, connectTimeoutMs };
      return send(request, way, timeoutMs);
    },
  };
}

/** How one request reaches its server. */
interface Way {
  readonly proxy: string | null;
  readonly addedTrust: AddedTrust | null;
  readonly connectTimeoutMs: number;
}

async function send(
  request: HttpRequest,
  way: Way,
  timeoutMs: number,
): Promise<Result<HttpResponse, NetworkTrouble>> {
  const exchange = new AbortController();
  const end = () => exchange.abort();
  const limit = setTimeout(end, timeoutMs);
  request.signal.addEventListener('abort', end, { once: true });
  try {
    return await readResponse(await begin(request, way, exchange), exchange.signal);
  } catch (error) {
    request.signal.throwIfAborted();
    if (exchange.signal.aborted) return failed('timed-out');
    return failed(networkTroubleOf(error));
  } finally {
    clearTimeout(limit);
    request.signal.removeEventListener('abort', end);
    // Whatever is still on the way is not wanted any more.
    exchange.abort();
  }
}

async function begin(
  request: HttpRequest,
  { proxy, addedTrust, connectTimeoutMs }: Way,
  exchange: AbortController,
): Promise<IncomingMessage> {
  const url = new URL(request.url);
  const { signal } = exchange;
  const limit = setTimeout(() => exchange.abort(), connectTimeoutMs);
  try {
    const tunnel = proxy === null ? null : await openTunnel(proxy, url, signal);
    const requestBy = url.protocol === 'https:' ? requestHttps : requestHttp;
    return await new Promise((resolve, reject) => {
      const outgoing = requestBy(url, {
        method: request.method,
        headers: { 'Accept-Encoding': 'identity', ...request.headers },
        maxHeaderSize: MAX_HEADER_BYTES,
        signal,
        ...connection(url, tunnel, addedTrust),
      });
      outgoing.on('socket', (socket) => {
        const isConnected = url.protocol === 'https:' ? 'secureConnect' : 'connect';
        socket.once(isConnected, () => clearTimeout(limit));
      });
      outgoing.on('response', resolve);
      outgoing.on('error', reject);
      // A switch to another protocol ends without an answer and without an error.
      outgoing.on('close', () => reject(new Error('closed without an answer')));
      outgoing.end(request.body);
    });
  } finally {
    clearTimeout(limit);
  }
}

/** A connection of its own: none is kept open between polls that are seconds apart. */
function connection(url: URL, tunnel: Socket | null, trust: AddedTrust | null): RequestOptions {
  // Node adds nothing to its own list: naming one authority means naming them all.
  const ca = trust?.host === url.hostname ? [...rootCertificates, trust.authority.pem] : undefined;
  const tls = ca === undefined ? {} : { ca };
  if (!tunnel) return { agent: false, ...tls };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const servername = isIP(host) === 0 ? host : '';
  return { createConnection: () => connectTls({ socket: tunnel, host, servername, ...tls }) };
}

async function readResponse(
  response: IncomingMessage,
  signal: AbortSignal,
): Promise<Result<HttpResponse, NetworkTrouble>> {
  const { statusCode: status = 0, headersDistinct } = response;
  // Never followed: a POST repeated elsewhere would carry the device code there (security.md N01).
  if (status >= 300 && status < 400) return failed('redirected');
  const headers = Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values = []]) => [name, values.join(', ')]),
  );
  const body = await readBody(response, signal);
  return body === null ? failed('answer-too-large') : ok({ status, headers, body });
}

/** Null for a body that is too large. Counts after inflation: a small answer can inflate to gigabytes (security.md N02). */
async function readBody(response: IncomingMessage, signal: AbortSignal): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const collect = async (inflated: AsyncIterable<Buffer>) => {
    for await (const chunk of inflated) {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) return;
      chunks.push(chunk);
    }
  };
  try {
    await pipeline(response, inflaterFor(response), collect, { signal });
  } catch (error) {
    // Leaving a body unread is an error to the pipeline.
    if (bytes <= MAX_BODY_BYTES) throw error;
  }
  return bytes > MAX_BODY_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}

/** `identity` was asked for; a server may compress all the same. */
function inflaterFor(response: IncomingMessage): Transform {
  switch (response.headers['content-encoding']?.toLowerCase()) {
    case 'gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return new PassThrough();
  }
}
