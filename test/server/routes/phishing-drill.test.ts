import { describe, expect, it } from 'vitest';
import { run } from '../../../scripts/stage/child-process.ts';
import { eachTestApp } from '../../support/each-test-app.ts';
import { newPublicKey } from '../../support/new-public-key.ts';
import type { TestApp } from '../../support/test-app.ts';

let test: TestApp;
eachTestApp((app) => {
  test = app;
});

/** As the workstation's screen and every tool of OpenSSH name keys. */
async function fingerprintsOf(publicKeys: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run('ssh-keygen', ['-lf', '-'], { stdin: publicKeys.join('\n') });
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
}

/** Goal G11 of security.md. */
describe('a phisher who sends an administrator their own code', () => {
  it('is given away by the fingerprint, 100 times of 100', async () => {
    const ada = await test.signIn();
    const keys = Array.from({ length: 101 }, () => newPublicKey());
    const [onTheScreen, ...foreign] = await fingerprintsOf(keys);
    const shown: string[] = [];
    for (const public_key of keys.slice(1)) {
      const phished = await test.start({ public_key, hostname: 'lab-mac-01' });
      const seen = (await test.decide('lookup', phished.user_code, ada)).json();
      shown.push(seen.key_fingerprint);
      await test.decide('deny', phished.user_code, ada);
      // Starts in a minute and codes that wait are limited, and not what is shown here.
      test.clock.advance(2);
    }
    expect(shown).toHaveLength(100);
    expect(shown).toEqual(foreign);
    expect(shown).not.toContain(onTheScreen);
  }, 120_000);
});
