/**
 * Somebody else's text with every control and format character spelled out: a right-to-left override or a zero-width
 * letter makes one name look like another (security.md T20).
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    return `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}
