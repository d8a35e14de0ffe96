import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';
import { generateHostKey } from '../../server/src/git-host/host-key.ts';

describe('generateHostKey', () => {
  it('makes a key that can be read, each time', () => {
    // A generator that is wrong once in 400 times fails this all but surely.
    const unreadable = Array.from({ length: 2_000 }, generateHostKey).filter(
      (text) => ssh2.utils.parseKey(text) instanceof Error,
    );
    expect(unreadable).toHaveLength(0);
  });
});
