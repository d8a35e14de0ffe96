import type { ServerResponse } from 'node:http';
import type { Answer, Endpoint } from './good-answers.ts';

/** One way of being hostile: an answer of one endpoint is spoilt, all others stay honest. */
export interface Attack {
  readonly name: string;
  readonly endpoint: Endpoint;
  /** Answers in the place of the honest server. */
  respond(honest: Answer, response: ServerResponse): void;
  /** The statuses that come first, for an endpoint that is reached only after something else went wrong. */
  readonly pollFirst?: Answer;
}

/** A change of one field, given by its dotted path. */
export interface Edit {
  readonly path: string;
  readonly kind: 'set' | 'delete' | 'duplicate';
  readonly value: unknown;
}

export function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, answer.headers as Record<string, string>);
  response.end(answer.body === null ? undefined : bytesOf(answer.body));
}

function bytesOf(body: unknown): string | Buffer {
  return typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
}

export function applyEdits(body: unknown, edits: readonly Edit[]): string {
  const copy = structuredClone(body);
  const duplicates: string[] = [];
  for (const { path, kind, value } of edits) {
    const keys = path.split('.');
    const last = keys.pop()!;
    const parent = keys.reduce<unknown>((inner, key) => fieldOf(inner, key), copy);
    if (typeof parent !== 'object' || parent === null) continue;
    if (kind === 'delete') Reflect.deleteProperty(parent, last);
    else if (kind === 'set') Object.assign(parent, { [last]: value });
    else duplicates.push(`${JSON.stringify(last)}:${JSON.stringify(value) ?? 'null'}`);
  }
  const text = JSON.stringify(copy) ?? 'null';
  // Of keys that stand twice, a parser may believe either.
  return duplicates.length === 0 ? text : text.replace(/\}$/, `,${duplicates.join(',')}}`);
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
