import { app, type BrowserWindow } from 'electron';
import { bringForward } from './bring-forward.ts';

/**
 * Ends the app with its window, after `wrapUp`, which tells whether nothing hangs any more. A second start brings the
 * first one's window to the front.
 */
export function followLifecycle(window: BrowserWindow, wrapUp: () => Promise<boolean>): void {
  app.on('second-instance', () => bringForward(window));
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    event.preventDefault();
    // quit() after a prevented quit does not end a process that was told to by a signal; exit() does.
    // A thread that hangs would hold even exit(), and with it the lock against a second start.
    void wrapUp().then(
      (idle) => (idle ? app.exit() : process.kill(process.pid, 'SIGKILL')),
      () => app.exit(1),
    );
  });
}
