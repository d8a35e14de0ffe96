import { describe, expect, it } from 'vitest';
import {
  type AuthorizedKey,
  hasKey,
  withExactly,
  withKey,
  withoutKey,
} from '../../../../server/src/git-host/authorized-keys/authorized-keys-text.ts';

function keyOf(letter: string): AuthorizedKey {
  return {
    fingerprint: `SHA256:${letter.repeat(43)}`,
    publicKey: `ssh-ed25519 AAAA${letter}`,
    command: `node serve.js --repositories '/srv/a b' --lab ${letter}`,
  };
}

const A = keyOf('a');
const B = keyOf('b');
const LINE_A = `restrict,command="node serve.js --repositories '/srv/a b' --lab a" ssh-ed25519 AAAAa onbench:SHA256:${'a'.repeat(43)}\n`;
const LINE_B = LINE_A.replace('--lab a', '--lab b')
  .replace('AAAAa', 'AAAAb')
  .replace(/a{43}/, 'b'.repeat(43));

/** What people keep in such a file, and what only looks like ours. */
const FOREIGN = [
  '',
  '\n',
  '# a comment\n\nssh-rsa AAAA person@desk\n',
  'ssh-rsa AAAA without a line end',
  'ssh-rsa AAAA dos\r\n\r\n',
  '\u00ff\u0000 not text\n',
  `# ${LINE_A}`,
  ` ${LINE_A}`,
  LINE_A.replace('\n', '\r\n'),
  LINE_A.replace('restrict,', ''),
  LINE_A.replace('onbench:', 'onbench: '),
  LINE_A.replace('onbench:SHA256:a', 'onbench:SHA256:'),
  LINE_A.replace('\n', ' and more\n'),
];

describe('withKey', () => {
  it.each(FOREIGN)('puts our line above %j', (foreign) => {
    expect(withKey(foreign, A)).toBe(LINE_A + foreign);
  });

  it('changes nothing when added again', () => {
    const once = withKey('ssh-rsa AAAA person@desk\n', A);
    expect(withKey(once, A)).toBe(once);
  });

  it('replaces the line of the same key', () => {
    const moved = { ...A, command: B.command };
    expect(withKey(LINE_B + LINE_A, moved)).toBe(LINE_A.replace('--lab a', '--lab b') + LINE_B);
  });

  it.each(['"', '\\', '\n'])('refuses a command with %j', (character) => {
    expect(() => withKey('', { ...A, command: `x${character}` })).toThrow('forced command');
  });
});

describe('withoutKey', () => {
  it.each(FOREIGN)('leaves %j as it was before', (foreign) => {
    expect(withoutKey(withKey(foreign, A), A.fingerprint)).toBe(foreign);
  });

  it('removes a line of ours wherever it stands', () => {
    const text = `first\n${LINE_B}second\n${LINE_A}third`;
    expect(withoutKey(text, A.fingerprint)).toBe(`first\n${LINE_B}second\nthird`);
  });

  it('removes a last line without a line end', () => {
    expect(withoutKey(LINE_B + LINE_A.trimEnd(), A.fingerprint)).toBe(LINE_B);
  });
});

const NONE: ReadonlySet<string> = new Set();

describe('withExactly', () => {
  it('leaves the keys alone that others are changing, whether there or not', () => {
    const unsettled = new Set([A.fingerprint, B.fingerprint]);
    expect(withExactly(LINE_A, [A, B], unsettled)).toBe(LINE_A);
    expect(withExactly(LINE_A, [], unsettled)).toBe(LINE_A);
  });

  it.each(FOREIGN)('drops all of ours, keeps %j and adds the rest', (foreign) => {
    expect(withExactly(LINE_A + foreign, [B], NONE)).toBe(LINE_B + foreign);
  });

  it('changes nothing when the keys are there', () => {
    expect(withExactly(LINE_A + LINE_B, [A, B], NONE)).toBe(LINE_A + LINE_B);
  });
});

describe('hasKey', () => {
  it.each(FOREIGN)('takes no foreign line for ours: %j', (foreign) => {
    expect(hasKey(foreign, A.fingerprint)).toBe(false);
  });

  it('finds our own by its fingerprint', () => {
    expect([hasKey(LINE_A, A.fingerprint), hasKey(LINE_A, B.fingerprint)]).toEqual([true, false]);
  });
});
