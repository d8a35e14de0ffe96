import { z } from 'zod';

/** No database stores a zero byte or half a surrogate pair in a text. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** A foreign text of bounded length that can be stored as it is. */
export function storableText(maxLength: number) {
  return z.string().max(maxLength).refine(isStorable, 'holds characters that cannot be stored');
}

export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}
