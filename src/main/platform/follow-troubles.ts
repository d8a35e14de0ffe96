import { app, type BrowserWindow, dialog } from 'electron';
import type { Troubles } from './troubles.ts';

/** A page that stops more often within this time is not loaded again. */
const PATIENCE_MS = 60_000;
const LOADS = 3;

/**
 * Takes what nobody expected, in place of Electron's own box with a stack in it. The window tells of it where there is
 * one; `window` is null as long as there is none.
 */
export function followTroubles(troubles: Troubles, window: () => BrowserWindow | null): void {
  const meet = (err: unknown) => {
    troubles.report('app', { err });
    if (window() === null) giveUp();
  };
  process.on('uncaughtException', meet);
  process.on('unhandledRejection', meet);
}

/** Main and the enrollment go on while the page is loaded anew. */
export function followPage({ webContents }: BrowserWindow, troubles: Troubles): void {
  let gone: readonly number[] = [];
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    troubles.report('window', { details: `the page is gone: ${reason}` });
    const now = Date.now();
    gone = [...gone.filter((then) => now - then < PATIENCE_MS), now];
    if (gone.length > LOADS) giveUp();
    else webContents.reload();
  });
}

/** There is no window to say it in. */
function giveUp(): void {
  dialog.showMessageBoxSync({
    type: 'error',
    message: 'Onbench cannot show its window',
    detail:
      'Start Onbench again: an enrollment under way is taken up where it was. If this comes back, restart the computer ' +
      `and send the log to whoever supports you:\n${app.getPath('userData')}`,
    buttons: ['Close Onbench'],
  });
  app.quit();
}
