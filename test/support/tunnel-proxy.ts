import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A real HTTP proxy on loopback. It leads every tunnel to one port, whatever name was asked for. */
export class TunnelProxy {
  /** `host:port` of each CONNECT. */
  readonly asked: string[] = [];
  readonly #server: Server = createServer((_, response) => response.writeHead(405).end());
  readonly #sockets = new Set<Socket>();

  private constructor(targetPort: number | null) {
    this.#server.on('connect', (request, client: Socket) => {
      this.asked.push(request.url ?? '');
      this.#keep(client);
      if (targetPort === null) {
        client.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const target = connect(targetPort, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        client.pipe(target).pipe(client);
      });
      this.#keep(target);
    });
  }

  /** Null for a proxy that lets nobody through. */
  static async start(targetPort: number | null): Promise<TunnelProxy> {
    const proxy = new TunnelProxy(targetPort);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
