import { describe, expect, it } from 'vitest';
import { formatTypedCode } from '../../server/web/src/format-typed-code.ts';

/** `|` stands for the caret. */
function format(raw: string, deletedForward = false): string {
  const caret = raw.indexOf('|');
  const typed = formatTypedCode(raw.replace('|', ''), caret, deletedForward);
  return `${typed.text.slice(0, typed.caret)}|${typed.text.slice(typed.caret)}`;
}

describe('formatTypedCode', () => {
  it.each([
    ['a first letter', 'b|', 'B|'],
    ['four letters: no dash yet', 'bcdf|', 'BCDF|'],
    ['a dash typed by hand', 'bcdf-|', 'BCDF|'],
    ['the fifth letter brings the dash', 'bcdfg|', 'BCDF-G|'],
    ['a letter into the first group', 'bx|cd-fghj', 'BX|CD-FGHJ'],
    ['a letter that moves others over the dash', 'bcxd|f-ghjk', 'BCXD|-FGHJK'],
    ['the dash deleted backwards', 'bcdf|ghjk', 'BCDF|-GHJK'],
    ['spaces before the caret', ' b c |d', 'BC|D'],
    ['full-width letters, which stay to be seen', 'ＢＣ|', 'ＢＣ|'],
    ['too many letters', 'bcdfghjkl|', 'BCDF-GHJKL|'],
  ])('handles %s', (_, raw, shown) => {
    expect(format(raw)).toBe(shown);
  });

  it('steps over the dash when deleting forwards, so that the next press deletes a letter', () => {
    expect(format('bcdf|ghjk', true)).toBe('BCDF-|GHJK');
  });
});
