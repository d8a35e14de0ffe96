import { describe, expect, it } from 'vitest';
import { missingFrom } from '../../../scripts/setup/debian-packages.mjs';

const LISTING = `installed git
installed libgtk-3-0t64
config-files make
not-installed xauth
installed libgbm1-dbg
`;

describe('missingFrom', () => {
  it.each([
    ['an installed package', 'git', false],
    ['a package with the suffix of newer systems', 'libgtk-3-0', false],
    ['a package that was removed but not purged', 'make', true],
    ['a package that dpkg has heard of', 'xauth', true],
    ['a package of a longer name', 'libgbm1', true],
    ['a package that dpkg does not know', 'chromium', true],
  ])('judges %s', (_, name, isMissing) => {
    expect(missingFrom(LISTING, [name])).toEqual(isMissing ? [name] : []);
  });

  it('keeps the order of what was asked for', () => {
    expect(missingFrom(LISTING, ['xauth', 'git', 'chromium'])).toEqual(['xauth', 'chromium']);
  });
});
