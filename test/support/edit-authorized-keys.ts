import {
  withKey,
  withoutKey,
} from '../../server/src/git-host/authorized-keys/authorized-keys-text.ts';
import { editFile } from '../../server/src/git-host/authorized-keys/edit-file.ts';

/* One of several processes that keep an authorized_keys file: each adds its keys, and takes every second back. */

const [path = '', writer = '', count = '0'] = process.argv.slice(2);

for (let index = 0; index < Number(count); index += 1) {
  const fingerprint = `SHA256:${`${writer}x${index}x`.padEnd(43, 'A')}`;
  const key = { fingerprint, publicKey: `ssh-ed25519 ${writer}${index}`, command: 'serve' };
  await editFile(path, (text) => withKey(text, key));
  if (index % 2 === 1) await editFile(path, (text) => withoutKey(text, fingerprint));
}
