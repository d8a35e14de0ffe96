export interface Blanked {
  readonly text: string;
  /** How many places were blanked. */
  readonly count: number;
}

/** Each with what is kept of it: enough to see what stood there. */
const SHAPES: readonly (readonly [shape: RegExp, kept: string])[] = [
  // Both as lines and within a JSON string; one that lost its end takes its line with it.
  [/-----BEGIN [A-Z0-9 ]+-----(?:[\s\S]*?-----END [A-Z0-9 ]+-----|.*)/g, '[blanked: PEM]'],
  [/\bauthorization\b["']?\s*[:=]\s*["']?[^\s"',}][^\r\n"'}]*/gi, 'authorization: [blanked]'],
  [/\bBearer\s+[\w.~+/=-]{8,}/gi, 'Bearer [blanked]'],
  [/\bpcy_[\w-]+/g, 'pcy_[blanked]'],
  [
    /("?\b(?:device_?code|user_?code|api_?token|private_?key)"?\s*[:=]\s*)"?[^\s"',}&]+/gi,
    '$1[blanked]',
  ],
];

/**
 * The last line of defence, for a text that is about to leave the machine. It should find nothing: what is secret is kept
 * out by construction. What it finds is counted, so that the reader learns of it.
 */
export function blankSecrets(text: string): Blanked {
  let count = 0;
  let blanked = text;
  for (const [shape, kept] of SHAPES) {
    blanked = blanked.replace(shape, (found, before: unknown) => {
      const replacement = kept.replace('$1', typeof before === 'string' ? before : '');
      if (found !== replacement) count += 1;
      return replacement;
    });
  }
  return { text: blanked, count };
}
