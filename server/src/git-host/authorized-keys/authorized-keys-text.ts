/*
 * Pure edits of an authorized_keys file (sshd(8), AUTHORIZED_KEYS FILE FORMAT). Text is one character a byte (latin1),
 * so that whatever other people keep in the file survives unread.
 */

/** A line of ours: its options, key and the mark that names it. */
const OURS = /^restrict,command="(?:[^"\\]|\\.)*" \S+ \S+ onbench:(SHA256:[A-Za-z0-9+/]{43})$/;

export interface AuthorizedKey {
  readonly fingerprint: string;
  /** `ssh-ed25519 AAAA…`, without a comment. */
  readonly publicKey: string;
  /** What sshd runs instead of what the client asks for. */
  readonly command: string;
}

export function hasKey(text: string, fingerprint: string): boolean {
  return text.split('\n').some((line) => fingerprintOf(line) === fingerprint);
}

/** Our lines come to the top: sshd takes the first line that has the key, and foreign bytes stay next to each other. */
export function withKey(text: string, key: AuthorizedKey): string {
  return `${renderLine(key)}\n${withoutKey(text, key.fingerprint)}`;
}

export function withoutKey(text: string, fingerprint: string): string {
  return dropLines(text, (line) => fingerprintOf(line) === fingerprint);
}

/** Exactly these keys of ours; whether one of the `unsettled` is there stays as it is. */
export function withExactly(
  text: string,
  keys: readonly AuthorizedKey[],
  unsettled: ReadonlySet<string>,
): string {
  const settled = keys.filter(({ fingerprint }) => !unsettled.has(fingerprint));
  const left = dropLines(text, (line) => {
    const fingerprint = fingerprintOf(line);
    return fingerprint !== null && !unsettled.has(fingerprint);
  });
  return settled.map((key) => `${renderLine(key)}\n`).join('') + left;
}

function renderLine({ command, publicKey, fingerprint }: AuthorizedKey): string {
  // Within the quotes sshd knows one escape, `\"`; with no quote and no backslash inside there is nothing to get wrong.
  if (/["\\\n]/.test(command))
    throw new Error('A forced command may hold no quote and no backslash.');
  return `restrict,command="${command}" ${publicKey} onbench:${fingerprint}`;
}

function fingerprintOf(line: string): string | null {
  return OURS.exec(line)?.[1] ?? null;
}

function dropLines(text: string, isDropped: (line: string) => boolean): string {
  // Each piece keeps its own line end, so that joining gives the same bytes back.
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return lines.filter((line) => !isDropped(line.replace(/\n$/, ''))).join('');
}
