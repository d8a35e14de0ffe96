/** Which of these texts stand in the bytes, as they are or in base64, hex or percent-encoding. */
export function findCanaries(
  bytes: Buffer | string,
  canaries: readonly string[],
): readonly string[] {
  const haystack = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes);
  return canaries.filter((canary) => spellings(canary).some((text) => haystack.includes(text)));
}

function spellings(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString('hex');
  return [
    text,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    hex,
    hex.toUpperCase(),
    encodeURIComponent(text),
  ];
}
