import { type MarkedBlock, readOption, readSshConfig, startsUnscoped } from './read-ssh-config.ts';
import { linesWithoutBlock } from './remove-from-ssh-config.ts';
import { renderSshConfigBlock, type SshConfigEntry } from './ssh-config-block.ts';

/** What an ssh config needs so that an alias works. Preview and apply share it. Texts are byte text. */
export type SshConfigPlan =
  | { readonly kind: 'already-present'; readonly block: string }
  | { readonly kind: 'changed'; readonly text: string; readonly block: string }
  | SshConfigConflict;

export interface SshConfigConflict {
  readonly kind: 'conflict';
  readonly problem: 'damaged-markers' | 'alias-defined-elsewhere';
  /** Counted from 1. */
  readonly line: number;
}

/**
 * Puts the block of `entry` where it takes effect: ssh keeps the first value it finds for an option (security.md M5), so
 * nothing but blocks of ours may stand before it.
 */
export function planSshConfig(text: string, entry: SshConfigEntry): SshConfigPlan {
  const read = readSshConfig(text);
  const { lines, blocks, damagedAt } = read;
  if (damagedAt !== null) return conflict('damaged-markers', damagedAt);
  const foreign = lines.findIndex(
    (line, index) => !isInside(blocks, index) && definesHost(line, entry.alias),
  );
  if (foreign >= 0) return conflict('alias-defined-elsewhere', foreign);

  const old = blocks.find((block) => block.alias === entry.alias);
  const staysInPlace = old !== undefined && takesEffectAt(lines, blocks, old.first);
  const before = staysInPlace ? lines.slice(0, old.first) : [];
  const after = staysInPlace
    ? lines.slice(old.last + 1)
    : old
      ? linesWithoutBlock(read, old)
      : lines;
  const block = renderSshConfigBlock(entry, {
    lineEnd: lines[0]?.endsWith('\r\n') ? '\r\n' : '\n',
    closed: startsUnscoped(after),
  });
  const planned = [...before, block, ...after].join('');
  return planned === text
    ? { kind: 'already-present', block }
    : { kind: 'changed', text: planned, block };
}

function conflict(problem: SshConfigConflict['problem'], index: number): SshConfigConflict {
  return { kind: 'conflict', problem, line: index + 1 };
}

function isInside(blocks: readonly MarkedBlock[], index: number): boolean {
  return blocks.some((block) => block.first <= index && index <= block.last);
}

function definesHost(line: string, alias: string): boolean {
  const option = readOption(line);
  return option?.keyword === 'host' && option.args.includes(alias);
}

function takesEffectAt(
  lines: readonly string[],
  blocks: readonly MarkedBlock[],
  first: number,
): boolean {
  return lines
    .slice(0, first)
    .every((line, index) => isInside(blocks, index) || readOption(line) === null);
}
