import { createServer, type Server, type Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { HostKey } from '../host-key.ts';
import { type Access, SshConnection } from './ssh-connection.ts';

/** Beyond it new connections are closed at once, so that a flood costs sockets and not memory. */
const MAX_CONNECTIONS = 256;

/** Git over SSH in this process, for the keys that `access` knows. */
export class SshServer {
  readonly #hostKey: HostKey;
  readonly #access: Access;
  readonly #connections = new Set<SshConnection>();
  readonly #listener: Server;

  constructor(hostKey: HostKey, access: Access) {
    this.#hostKey = hostKey;
    this.#access = access;
    this.#listener = createServer((socket) => this.#accept(socket));
    this.#listener.maxConnections = MAX_CONNECTIONS;
  }

  /** Resolves with the port. */
  async listen(host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#listener.once('error', reject);
      this.#listener.listen(port, host, () => {
        this.#listener.off('error', reject);
        resolve();
      });
    });
    // Out of file descriptors, for one: the next connection may work again.
    this.#listener.on('error', () => undefined);
    const address = this.#listener.address();
    if (address === null || typeof address === 'string') throw new Error('Not listening on TCP.');
    return address.port;
  }

  /** Closes every connection whose key is no longer let in. */
  closeRevoked(): void {
    for (const connection of this.#connections) {
      const { fingerprint } = connection;
      if (fingerprint !== null && this.#access.labOf(fingerprint) === null) connection.close();
    }
  }

  /** Takes no more connections, lets running commands finish for at most `drainMs`, then ends them. */
  async stop(drainMs: number): Promise<void> {
    if (!this.#listener.listening) return;
    const closed = new Promise((resolve) => this.#listener.close(resolve));
    for (const connection of this.#connections) connection.finish();
    const timer = setTimeout(() => {
      for (const connection of this.#connections) connection.close();
    }, drainMs);
    await closed;
    clearTimeout(timer);
  }

  #accept(socket: Socket): void {
    const connection = new SshConnection(socket, this.#access);
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
    socket.setNoDelay(true);
    // One ssh2 server a socket: it is how ssh2 lets us keep the socket that belongs to a client, to bound and end it.
    const config = { hostKeys: [this.#hostKey.privateKey.reveal()], ident: 'onbench' };
    new ssh2.Server(config, (client) => connection.serve(client)).injectSocket(socket);
  }
}
