/*
 * A person's file may hold bytes of any encoding, and every one that we do not own must come out as it went in. So such
 * files are edited as byte text: a string with one character for each byte.
 */

export function byteTextOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

export function bytesOf(byteText: string): Uint8Array {
  return Buffer.from(byteText, 'latin1');
}

/** Our own text, in UTF-8, as byte text. */
export function toByteText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Byte text of our own making as people read it. */
export function fromByteText(byteText: string): string {
  return Buffer.from(byteText, 'latin1').toString('utf8');
}
