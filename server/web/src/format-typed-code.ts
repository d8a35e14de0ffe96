import { formatUserCode, normalizeUserCode } from '@onbench/protocol/user-code';

const GROUP_LENGTH = 4;

export interface TypedCode {
  readonly text: string;
  /** Where the caret belongs in `text`. */
  readonly caret: number;
}

/** Half-typed codes too: the dash comes with the fifth letter, so that deleting back to four takes it away again. */
export function formatPartialCode(typed: string): string {
  const canonical = normalizeUserCode(typed);
  return canonical.length > GROUP_LENGTH ? formatUserCode(canonical) : canonical;
}

/**
 * What a field with this raw text and caret should show. The caret stays behind the same letter, wherever the dash is;
 * deleting forwards steps over the dash instead of meeting it for ever.
 */
export function formatTypedCode(raw: string, caret: number, deletedForward: boolean): TypedCode {
  const text = formatPartialCode(raw);
  const lettersBefore = normalizeUserCode(raw.slice(0, caret)).length;
  const behindDash =
    lettersBefore > GROUP_LENGTH || (deletedForward && lettersBefore === GROUP_LENGTH);
  return { text, caret: Math.min(text.length, lettersBefore + (behindDash ? 1 : 0)) };
}
