import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Exchange {
  readonly path: string;
  readonly sent: string;
  readonly status: number;
  readonly answered: string;
}

/** Stands between app and server, so that a story knows what they told each other and can hold an answer back. */
export class RecordingProxy {
  readonly exchanges: Exchange[] = [];
  readonly #server: Server;
  #isHeld: (exchange: Exchange) => boolean = () => false;
  #onHeld: (release: () => void) => void = () => {};

  private constructor(target: string) {
    this.#server = createServer(
      (request, response) => void this.#forward(target, request, response),
    );
  }

  static async start(target: string): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Holds the next such answer back; resolves when it is here, with what lets it go on. */
  hold(isHeld: (exchange: Exchange) => boolean): Promise<() => void> {
    this.#isHeld = isHeld;
    return new Promise((resolve) => {
      this.#onHeld = resolve;
    });
  }

  /** What was said at a path: the latest exchange. */
  at(path: string): Exchange | undefined {
    return this.exchanges.findLast((exchange) => exchange.path === path);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #forward(
    target: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = request;
    const sent = await text(request);
    const answer = await fetch(`${target}${path}`, {
      method,
      headers: {
        'content-type': headers['content-type'] ?? 'text/plain',
        ...(headers.authorization && { authorization: headers.authorization }),
      },
      ...(sent && { body: sent }),
      redirect: 'manual',
    });
    const exchange = { path, sent, status: answer.status, answered: await answer.text() };
    this.exchanges.push(exchange);
    if (this.#isHeld(exchange)) {
      this.#isHeld = () => false;
      await new Promise<void>((release) => this.#onHeld(release));
    }
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'text/plain',
    });
    response.end(exchange.answered);
  }
}
