import { type BrowserWindow, Notification } from 'electron';
import { bringForward } from './bring-forward.ts';
import type { Notice, Notifier } from './notifier.ts';

/** The system's own notifications, while the window is not in front. */
export class ElectronNotifier implements Notifier {
  readonly #window: BrowserWindow;
  /** Electron forgets the click of a notification that is collected as garbage. */
  #shown: Notification | null = null;

  constructor(window: BrowserWindow) {
    this.#window = window;
  }

  show(notice: Notice): void {
    const window = this.#window;
    if (window.isDestroyed() || window.isFocused() || !Notification.isSupported()) return;
    const notification = new Notification({ ...notice });
    notification.on('click', () => {
      if (!window.isDestroyed()) bringForward(window);
    });
    this.#shown?.close();
    this.#shown = notification;
    notification.show();
  }
}
