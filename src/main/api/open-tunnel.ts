import { request } from 'node:http';
import type { Socket } from 'node:net';
import { MAX_HEADER_BYTES } from './transport.ts';

/** The proxy cannot be reached, or does not let the connection through. */
export class ProxyRefusal extends Error {}

/**
 * A connection through an HTTP proxy to the server (RFC 9110 section 9.3.6). The proxy carries ciphertext only: TLS
 * begins inside of it.
 */
export function openTunnel(proxy: string, target: URL, signal: AbortSignal): Promise<Socket> {
  const authority = `${target.hostname}:${target.port || '443'}`;
  const { hostname, port } = new URL(proxy);
  return new Promise((resolve, reject) => {
    const outgoing = request({
      method: 'CONNECT',
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port || '80',
      path: authority,
      headers: { Host: authority },
      maxHeaderSize: MAX_HEADER_BYTES,
      agent: false,
      signal,
    });
    outgoing.on('connect', ({ statusCode }, socket, head) => {
      // Bytes before TLS has begun can only be somebody else's.
      if (statusCode === 200 && head.length === 0) return resolve(socket);
      socket.destroy();
      reject(new ProxyRefusal(`the proxy answered ${statusCode}`));
    });
    outgoing.on('error', (cause) => reject(new ProxyRefusal('no tunnel', { cause })));
    outgoing.end();
  });
}
