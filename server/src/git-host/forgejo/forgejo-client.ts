import type { Secret } from '@onbench/protocol/secret';
import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface ForgejoAccess {
  /** Where people reach it, without a trailing slash. */
  readonly url: string;
  /** Of an administrator, with the scopes write:admin, write:organization and write:repository. */
  readonly token: Secret;
}

/** What went wrong at Forgejo, in words for an administrator. */
export class ForgejoError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

export interface ForgejoReply {
  readonly status: number;
  readonly text: string;
}

/** Enough for the largest page of a list; a Forgejo that sends more pages than this is none. */
const MAX_PAGES = 10_000;
const PAGE_SIZE = 50;

/**
 * One piece of work at Forgejo's API, all of whose calls end within its time. Once that is over no further call leaves,
 * also when this process was stopped and goes on later.
 */
export class ForgejoClient {
  readonly #access: ForgejoAccess;
  readonly #endsAtMs: number;

  constructor(access: ForgejoAccess, limitMs: number) {
    this.#access = access;
    this.#endsAtMs = performance.now() + limitMs;
  }

  async send(method: Method, path: string, body?: unknown): Promise<ForgejoReply> {
    const leftMs = this.#endsAtMs - performance.now();
    const { url, token } = this.#access;
    try {
      if (leftMs <= 0) throw new Error('out of time');
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          accept: 'application/json',
          authorization: `token ${token.reveal()}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        // A redirect would carry the token to somewhere else.
        redirect: 'error',
        signal: AbortSignal.timeout(Math.ceil(leftMs)),
      });
      return { status: response.status, text: await response.text() };
    } catch (cause) {
      const words = `Forgejo at ${url} did not answer ${method} ${path}: ${reasonOf(cause)}`;
      throw new ForgejoError(words, { cause });
    }
  }

  /** Throws unless the answer has one of these statuses. */
  async do(
    method: Method,
    path: string,
    statuses: readonly number[],
    body?: unknown,
  ): Promise<ForgejoReply> {
    const reply = await this.send(method, path, body);
    if (!statuses.includes(reply.status)) throw unexpected(reply, method, path);
    return reply;
  }

  /** Null when there is none. */
  async find<Found>(path: string, form: z.ZodType<Found>): Promise<Found | null> {
    const reply = await this.do('GET', path, [200, 404]);
    return reply.status === 404 ? null : form.parse(JSON.parse(reply.text));
  }

  /** Every page. How many come on one is Forgejo's to decide, so the end is where nothing new comes. */
  async list<Item extends { readonly id: number }>(
    path: string,
    form: z.ZodType<Item[]>,
  ): Promise<readonly Item[]> {
    const found = new Map<number, Item>();
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const items = await this.find(`${path}?page=${page}&limit=${PAGE_SIZE}`, form);
      const before = found.size;
      for (const item of items ?? []) found.set(item.id, item);
      if (found.size === before) return [...found.values()];
    }
    throw new ForgejoError(`Forgejo's list at ${path} has no end`);
  }
}

/** `fetch` says only that it failed, and why one level below. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** What Forgejo says of an error names accounts and rules, and no secret of ours: it is never sent one but the token. */
export function unexpected(
  { status, text }: ForgejoReply,
  method: Method,
  path: string,
): ForgejoError {
  return new ForgejoError(`Forgejo answered ${status} to ${method} ${path}: ${text.slice(0, 200)}`);
}
