import { app } from 'electron';
import { keyringCheck } from '../../src/main/workstation/check-keyring.ts';
import { KeytarKeyring } from '../../src/main/workstation/keytar-keyring.ts';

/* Runs in Electron's main process: tries the keyring as the app does, each time that the test asks. */

const keyring = new KeytarKeyring('pychron.cloud.electron', 2_000);

process.on('message', async () => {
  const finding = await keyringCheck(keyring, process.platform).run(new AbortController().signal);
  process.send?.(finding.kind === 'problem' ? finding.problem.kind : finding.kind);
});
process.on('disconnect', () => app.exit());
void app.whenReady().then(() => process.send?.('ready'));
