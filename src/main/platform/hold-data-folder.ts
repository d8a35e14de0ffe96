import { join } from 'node:path';
import { dialog } from 'electron';
import { INSTANCE_LOCK, takeInstanceLock } from './instance-lock.ts';

/**
 * Takes the data folder for as long as the app is open, or tells which `onbench` command has it. A second start of the
 * app never comes here: Electron's own lock sends it to the first one's window.
 */
export async function isUsedElsewhere(folder: string): Promise<boolean> {
  const lock = await takeInstanceLock(join(folder, INSTANCE_LOCK), 'app');
  // Never released: the end of the process does that.
  if (lock.ok) return false;
  await dialog.showMessageBox({
    type: 'info',
    message: 'An onbench command is at work',
    detail:
      `It runs in a terminal on this machine (process ${lock.failure.pid}). Let it finish, or end it there with Ctrl-C. ` +
      'Then open Onbench again.',
    buttons: ['Close'],
  });
  return true;
}
