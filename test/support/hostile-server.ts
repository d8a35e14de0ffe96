import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { type IssuedCertificate, TestAuthority } from './test-authority.ts';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A real HTTP server on a free loopback port that answers as badly as a test wants, and keeps what it was asked. */
export class HostileServer {
  readonly received: ReceivedRequest[] = [];
  /** Resolves when the peer of the latest request has gone. */
  peerGone: Promise<void> = Promise.resolve();
  readonly #server: Server;
  readonly #scheme: 'http' | 'https';
  readonly #sockets = new Set<Socket>();

  private constructor(answer: RequestListener, certificate: IssuedCertificate | null) {
    const listener: RequestListener = (request, response) => {
      this.peerGone = new Promise((resolve) => request.socket.once('close', () => resolve()));
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        this.received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
        answer(request, response);
      });
      response.on('error', () => undefined);
    };
    this.#scheme = certificate ? 'https' : 'http';
    this.#server = certificate ? createTlsServer(certificate, listener) : createServer(listener);
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('tlsClientError', () => undefined);
  }

  /** Over TLS with this certificate, or with one that nobody has a reason to trust. */
  static async start(
    answer: RequestListener,
    {
      isTls = false,
      certificate = isTls ? TestAuthority.root('nobody').issue() : null,
    }: {
      readonly isTls?: boolean;
      readonly certificate?: IssuedCertificate | null;
    } = {},
  ): Promise<HostileServer> {
    const server = new HostileServer(answer, certificate);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
