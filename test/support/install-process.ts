/*
 * One installation in a process of its own, so that a test can watch its system calls, kill it or take away its rights:
 * `node --import tsx install-process.ts <home>`. It prints the outcome as JSON.
 */
import { createWorkstation } from '../../src/main/workstation/create-workstation.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { credential, newKey } from './enrolled.ts';

process.umask(0);
const [home = ''] = process.argv.slice(2);
const workstation = createWorkstation({
  home,
  hostname: 'lab-mac-01',
  keyring: new FakeKeyring(),
});
const minted = credential({ database_iam: { service_account_key_json: '{"type":"x"}' } });
const installed = await workstation.install(newKey(), minted, {
  onStep: () => undefined,
  askHostKey: async () => false,
});
process.stdout.write(JSON.stringify(installed));
