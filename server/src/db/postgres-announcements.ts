import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { Client, type Notification } from 'pg';
import { type Announcements, CHANNELS, type Channel, type Listener } from './announcements.ts';
import { ListenerLists } from './listener-lists.ts';

/**
 * Twice this is the longest that a silently broken connection goes unnoticed; a revoked key is to end within 5 s on
 * every server.
 */
const HEARTBEAT_MS = 2_000;

const RETRY_MS = 500;

/**
 * LISTEN on a connection of its own. PostgreSQL delivers in the order of commits, so a heartbeat that comes back proves
 * that everything before it has arrived. When the connection breaks, what was remembered is dropped before anything
 * from the new one counts.
 */
export class PostgresAnnouncements implements Announcements {
  readonly #url: string;
  readonly #onError: (error: Error) => void;
  readonly #lists = new ListenerLists();
  /** Nobody else's: only the own way through the database proves anything. */
  readonly #heartbeat = `heartbeat_${randomBytes(8).toString('hex')}`;
  #client: Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #provedAt = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor(url: string, onError: (error: Error) => void) {
    this.#url = url;
    this.#onError = onError;
  }

  /** By the clock as well: timers are late where a process was stopped or is too busy. */
  get isComplete(): boolean {
    return performance.now() - this.#provedAt < 2 * HEARTBEAT_MS;
  }

  /** The first listener opens the connection: a command that listens to nothing needs none. */
  listen(channel: Channel, listener: Listener): () => void {
    if (!this.#client && !this.#timer && !this.#isClosed) void this.#connect();
    return this.#lists.add(channel, listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const client = this.#client;
    this.#drop();
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = new Client({
      connectionString: this.#url,
      connectionTimeoutMillis: 2 * HEARTBEAT_MS,
      keepAlive: true,
    });
    this.#client = client;
    client.on('error', (error) => this.#lose(client, error));
    client.on('end', () => this.#lose(client, new Error('The LISTEN connection has ended')));
    client.on('notification', (notification) => this.#hear(client, notification));
    try {
      await client.connect();
      for (const channel of [...CHANNELS, this.#heartbeat]) await client.query(`listen ${channel}`);
      this.#beat(client);
    } catch (error) {
      this.#lose(client, error instanceof Error ? error : new Error(String(error)));
    }
  }

  #hear(client: Client, { channel, payload = '' }: Notification): void {
    if (client !== this.#client) return;
    if (channel === this.#heartbeat) this.#prove(client);
    for (const known of CHANNELS) if (channel === known) this.#lists.changed(known, payload);
  }

  #prove(client: Client): void {
    const isFirst = !this.isComplete;
    this.#provedAt = performance.now();
    // Before anything is remembered again: what changed while nobody listened.
    if (isFirst) this.#lists.missed();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#beat(client), HEARTBEAT_MS);
    this.#timer.unref();
  }

  #beat(client: Client): void {
    this.#timer = setTimeout(
      () => this.#lose(client, new Error('The LISTEN connection is silent')),
      HEARTBEAT_MS,
    );
    this.#timer.unref();
    client.query(`notify ${this.#heartbeat}`).catch((error: Error) => this.#lose(client, error));
  }

  #lose(client: Client, error: Error): void {
    if (client !== this.#client) return;
    this.#drop();
    this.#lists.missed();
    client.end().catch(() => undefined);
    if (this.#isClosed) return;
    this.#onError(error);
    this.#timer = setTimeout(() => void this.#connect(), RETRY_MS);
    this.#timer.unref();
  }

  #drop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#client = null;
    this.#provedAt = Number.NEGATIVE_INFINITY;
  }
}
