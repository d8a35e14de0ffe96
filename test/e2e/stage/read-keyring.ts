import { capture } from '../../../scripts/stage/child-process.ts';
import { PROJECT } from '../../../scripts/stage/desktop-app.ts';
import type { KeyringSession } from '../../../scripts/stage/keyring-session.ts';

const READ = `
  import keytar from 'keytar';
  console.log(JSON.stringify(await keytar.findCredentials('pychron.cloud')));
`;

/** What the lab's software finds in the keyring, by account. */
export async function readKeyring(
  keyring: KeyringSession,
): Promise<Readonly<Record<string, string>>> {
  const output = await capture(process.execPath, ['--input-type=module', '--eval', READ], {
    cwd: PROJECT,
    env: { ...process.env, ...keyring.env },
  });
  const found: { account: string; password: string }[] = JSON.parse(output);
  return Object.fromEntries(found.map(({ account, password }) => [account, password]));
}
