import {
  type MarkedBlock,
  readOption,
  readSshConfig,
  type SshConfigLines,
  startsUnscoped,
} from './read-ssh-config.ts';

/** The ssh config without the block of an alias. A text with damaged markers comes back as it is. */
export function removeFromSshConfig(text: string, alias: string): string {
  const read = readSshConfig(text);
  const block = read.blocks.find((candidate) => candidate.alias === alias);
  return read.damagedAt !== null || !block ? text : linesWithoutBlock(read, block).join('');
}

/**
 * Takes one block out. Where it stood between another block of ours and unscoped lines, that other block gets the
 * closing `Match all`, or it would swallow them.
 */
export function linesWithoutBlock(
  { lines, blocks }: SshConfigLines,
  block: MarkedBlock,
): readonly string[] {
  const after = lines.slice(block.last + 1);
  const above = blocks.find(
    (other) =>
      other.last < block.first &&
      lines.slice(other.last + 1, block.first).every((line) => readOption(line) === null),
  );
  if (!above || !startsUnscoped(after) || isClosed(lines, above)) {
    return [...lines.slice(0, block.first), ...after];
  }
  const end = lines[above.last] ?? '';
  return [
    ...lines.slice(0, above.last),
    `Match all${end.endsWith('\r\n') ? '\r\n' : '\n'}`,
    ...lines.slice(above.last, block.first),
    ...after,
  ];
}

function isClosed(lines: readonly string[], block: MarkedBlock): boolean {
  const option = readOption(lines[block.last - 1] ?? '');
  return option?.keyword === 'match' && option.args.join(' ') === 'all';
}
