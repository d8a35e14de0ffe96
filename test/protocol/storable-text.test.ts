import { describe, expect, it } from 'vitest';
import { storableText } from '../../protocol/src/storable-text.ts';

describe('storableText', () => {
  it.each([
    ['nothing', ''],
    ['letters of any script', 'Grüße 実験室'],
    ['a whole surrogate pair', '🧪'],
    ['line breaks, which only look odd', 'a\nb'],
  ])('takes %s', (_name, text) => {
    expect(storableText(20).safeParse(text).success).toBe(true);
  });

  it.each([
    ['a zero byte', 'a\u0000b'],
    ['the first half of a pair', 'a\ud83e'],
    ['the second half of a pair', '\uddeab'],
    ['a text beyond its length', 'a'.repeat(21)],
  ])('refuses %s', (_name, text) => {
    expect(storableText(20).safeParse(text).success).toBe(false);
  });
});
