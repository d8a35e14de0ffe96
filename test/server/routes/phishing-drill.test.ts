import { describe, expect, it } from 'vitest';
import { run } from '../../../scripts/stage/child-process.ts';
import { eachTestApp } from '../../support/each-test-app.ts';
import { newPublicKey } from '../../support/new-public-key.ts';
import type { TestApp } from '../../support/test-app.ts';

let test: TestApp;
eachTestApp((app) => {
  test = app;
});

/** As the workstation's screen and every tool of OpenSSH name a key. */
async function fingerprintOf(publicKey: string): Promise<string> {
  const { stdout } = await run('ssh-keygen', ['-lf', '-'], { stdin: publicKey });
  return stdout.split(' ')[1] ?? '';
}

/** Goal G11 of security.md. */
describe('a phisher who sends an administrator their own code', () => {
  it('is given away by the fingerprint, 100 times of 100', async () => {
    const ada = await test.signIn();
    const onTheScreen = newPublicKey();
    await test.start({ public_key: onTheScreen, hostname: 'lab-mac-01' });
    const expected = await fingerprintOf(onTheScreen);
    let givenAway = 0;
    for (let drill = 0; drill < 100; drill += 1) {
      const foreign = newPublicKey();
      const phished = await test.start({ public_key: foreign, hostname: 'lab-mac-01' });
      const seen = (await test.decide('lookup', phished.user_code, ada)).json();
      expect([seen.hostname, seen.key_fingerprint]).toEqual([
        'lab-mac-01',
        await fingerprintOf(foreign),
      ]);
      if (seen.key_fingerprint !== expected) givenAway += 1;
      await test.decide('deny', phished.user_code, ada);
      // Codes that wait, requests in a minute and how long a sign-in is fresh are limited, and not what is shown here.
      test.clock.advance(2);
    }
    expect(givenAway).toBe(100);
  });
});
