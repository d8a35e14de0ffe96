import type { z } from 'zod';
import type { HttpResponse } from './transport.ts';

const JSON_MEDIA_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json$/i;

/** Deeper values overflow the stack of stringify and structuredClone (security.md N02, M6). */
const MAX_DEPTH = 32;

/**
 * The JSON object that an answer carries, or null when it carries none. An answer without one cannot be the server's
 * word: sign-in pages of a network, proxies and gateways answer in HTML.
 */
export function jsonObject(response: HttpResponse): Readonly<Record<string, unknown>> | null {
  const mediaType = (response.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
  if (!JSON_MEDIA_TYPE.test(mediaType.trim()) || depth(response.body) > MAX_DEPTH) return null;
  try {
    const value: unknown = JSON.parse(response.body, withoutPrototypeKey);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The dotted path of the first field that breaks the contract, such as `ssh_host_alias.port`. */
export function brokenField(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') || 'body';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A parsed own `__proto__` changes the prototype of whatever the object is copied into (security.md M7). */
function withoutPrototypeKey(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

/** The deepest nesting of brackets outside strings: counted on the text, before anything is built from it. */
function depth(json: string): number {
  let deepest = 0;
  let open = 0;
  for (const [token] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"?|[[\]{}]/gs)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++open);
    if (token === ']' || token === '}') open--;
  }
  return deepest;
}
