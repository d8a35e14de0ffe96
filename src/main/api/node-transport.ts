import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { PassThrough, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { NetworkTrouble } from '../../shared/enrollment.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import { networkTroubleOf } from './network-trouble.ts';
import {
  type HttpRequest,
  type HttpResponse,
  MAX_BODY_BYTES,
  MAX_HEADER_BYTES,
  RESPONSE_TIMEOUT_MS,
  type Transport,
} from './transport.ts';

/** HTTP by Node alone: where there is no Electron, and in tests. It knows no system proxy. */
export function createNodeTransport(timeoutMs: number = RESPONSE_TIMEOUT_MS): Transport {
  return { send: (request) => send(request, timeoutMs) };
}

async function send(
  request: HttpRequest,
  timeoutMs: number,
): Promise<Result<HttpResponse, NetworkTrouble>> {
  request.signal.throwIfAborted();
  const exchange = new AbortController();
  const end = () => exchange.abort();
  const limit = setTimeout(end, timeoutMs);
  request.signal.addEventListener('abort', end, { once: true });
  try {
    return await readResponse(await begin(request, exchange.signal), exchange.signal);
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

function begin(request: HttpRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const url = new URL(request.url);
  const requestBy = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = requestBy(url, {
      method: request.method,
      headers: { 'Accept-Encoding': 'identity', ...request.headers },
      maxHeaderSize: MAX_HEADER_BYTES,
      // A connection of its own: none is kept open between polls that are seconds apart.
      agent: false,
      signal,
    });
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });
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
