/** One of our blocks, in lines counted from 0. */
export interface MarkedBlock {
  readonly alias: string;
  readonly first: number;
  /** The line of the END marker. */
  readonly last: number;
}

export interface SshConfigLines {
  /** Every line with its line end, so that joining them gives the text. */
  readonly lines: readonly string[];
  readonly blocks: readonly MarkedBlock[];
  /** The first line whose marker does not fit, counted from 0, or null. */
  readonly damagedAt: number | null;
}

const MARKER = /^[ \t]*# (BEGIN|END) pychron-cloud:(.*?)[ \t\r\n]*$/;

/** Splits an ssh config (byte text) at our markers. Nested, repeated and unpaired markers count as damage. */
export function readSshConfig(text: string): SshConfigLines {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const blocks: MarkedBlock[] = [];
  let open: { alias: string; first: number } | null = null;
  const damaged = (at: number) => ({ lines, blocks, damagedAt: at });
  for (const [index, line] of lines.entries()) {
    const [, side, alias = ''] = MARKER.exec(line) ?? [];
    if (side === 'BEGIN') {
      if (open || blocks.some((block) => block.alias === alias)) return damaged(index);
      open = { alias, first: index };
    } else if (side === 'END') {
      if (open?.alias !== alias) return damaged(index);
      blocks.push({ ...open, last: index });
      open = null;
    }
  }
  return { lines, blocks, damagedAt: open?.first ?? null };
}

/** The keyword of a config line in lower case and its arguments, or null for blank lines and comments. */
export function readOption(line: string): { keyword: string; args: readonly string[] } | null {
  const [, keyword, rest = ''] = /^[ \t\r\f]*"?([A-Za-z][A-Za-z0-9]*)"?(.*)$/s.exec(line) ?? [];
  if (keyword === undefined) return null;
  const words = rest.replace(/^[ \t]*=/, '').match(/"[^"]*"|[^\s"]+/g) ?? [];
  return { keyword: keyword.toLowerCase(), args: words.map((word) => word.replaceAll('"', '')) };
}

/** Whether options come before the first `Host` or `Match`: a block above would swallow them. */
export function startsUnscoped(lines: readonly string[]): boolean {
  for (const line of lines) {
    const option = readOption(line);
    if (option) return option.keyword !== 'host' && option.keyword !== 'match';
  }
  return false;
}
