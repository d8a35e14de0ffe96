import { createLabClient } from '../../src/main/api/lab-client.ts';
import { createNodeTransport } from '../../src/main/api/node-transport.ts';
import { SystemClock } from '../../src/main/platform/system-clock.ts';
import { createRegistrations } from '../../src/main/registrations/create-registrations.ts';
import { createWorkstation } from '../../src/main/workstation/create-workstation.ts';
import { ALIAS, credential, newKey } from './enrolled.ts';
import { fileKeyring } from './file-keyring.ts';

/* A process that does one operation on one lab and ends: for tests that end it earlier. Bundled before it is run. */

const [home = '', keyringFile = '', operation = '', lab = ''] = process.argv.slice(2);
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const machine = { home, hostname: 'lab-mac-01', keyring: fileKeyring(keyringFile) };

const registrations = createRegistrations({
  ...machine,
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
const failure = operation === 'install' ? await install() : await operate();
if (failure) process.stderr.write(JSON.stringify(failure));
process.exit(failure ? 1 : 0);

async function operate(): Promise<unknown> {
  const begun =
    operation === 'switch'
      ? registrations.switchTo(lab)
      : operation === 're-onboard'
        ? registrations.reOnboard(lab)
        : registrations.revoke(lab, false);
  if (!begun.ok) return begun.failure;
  await registrations.ended;
  const { outcome } = registrations.state;
  return outcome?.kind === 'failed' ? outcome.failure : null;
}

/** The files of an enrollment, as if the server had just approved it. */
async function install(): Promise<unknown> {
  const workstation = registrations.besideOtherLabs(createWorkstation(machine));
  const alias = { ...ALIAS, alias: `pychron-${lab}` };
  const progress = { onStep: () => undefined, askHostKey: async () => false };
  const minted = credential({ lab, ssh_host_alias: alias });
  const installed = await workstation.install(newKey(), minted, progress);
  return installed.ok ? null : installed.failure;
}
