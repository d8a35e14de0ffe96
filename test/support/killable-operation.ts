import { createLabClient } from '../../src/main/api/lab-client.ts';
import { createNodeTransport } from '../../src/main/api/node-transport.ts';
import { SystemClock } from '../../src/main/platform/system-clock.ts';
import { createRegistrations } from '../../src/main/registrations/create-registrations.ts';
import { fileKeyring } from './file-keyring.ts';

/* A process that does one operation on one lab and ends: for tests that end it earlier. Bundled before it is run. */

const [home = '', keyringFile = '', operation = '', lab = ''] = process.argv.slice(2);
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const registrations = createRegistrations({
  home,
  hostname: 'lab-mac-01',
  keyring: fileKeyring(keyringFile),
  createClient: (apiBaseUrl) =>
    createLabClient({ apiBaseUrl, transport: createNodeTransport(), log: silent }),
  chosenApiBaseUrl: () => null,
  notify: () => undefined,
  clock: new SystemClock(),
  wallTimeMs: Date.now,
  log: silent,
  // Whether a login works is asked by the test, after the kill.
  runSsh: async () => ({ kind: 'not-installed' }),
});
await registrations.resume();
const begun =
  operation === 'switch'
    ? registrations.switchTo(lab)
    : operation === 're-onboard'
      ? registrations.reOnboard(lab)
      : registrations.revoke(lab, false);
if (!begun.ok) throw new Error(begun.failure);
await registrations.ended;
const { outcome } = registrations.state;
if (outcome?.kind === 'failed') {
  process.stderr.write(JSON.stringify(outcome.failure));
  process.exitCode = 1;
}
