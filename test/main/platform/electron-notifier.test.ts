import type { BrowserWindow } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ElectronNotifier } from '../../../src/main/platform/electron-notifier.ts';
import { notifications } from '../../fakes/fake-electron.ts';

vi.mock('electron', () => import('../../fakes/fake-electron.ts'));

const NOTICE = { title: 'Approved for NMGRL', body: 'Onbench is setting up this workstation.' };

/** A window, and what was done to it. */
class FakeWindow {
  readonly done: string[] = [];
  focused = false;
  minimized = false;
  destroyed = false;

  readonly isFocused = () => this.focused;
  readonly isMinimized = () => this.minimized;
  readonly isDestroyed = () => this.destroyed;
  readonly restore = () => void this.done.push('restore');
  readonly focus = () => void this.done.push('focus');
}

function notifierFor(window: FakeWindow): ElectronNotifier {
  return new ElectronNotifier(window as unknown as BrowserWindow);
}

describe('ElectronNotifier', () => {
  beforeEach(() => {
    notifications.length = 0;
  });

  it('tells who looks elsewhere, and leaves the window where it is', () => {
    const window = new FakeWindow();
    notifierFor(window).show(NOTICE);
    expect(notifications.map(({ options }) => options)).toEqual([NOTICE]);
    expect(window.done).toEqual([]);
  });

  it('brings the window forward at a click', () => {
    const window = new FakeWindow();
    window.minimized = true;
    notifierFor(window).show(NOTICE);
    notifications[0]?.click();
    expect(window.done).toEqual(['restore', 'focus']);
  });

  it('says nothing while the window is in front, or gone', () => {
    const window = new FakeWindow();
    const notifier = notifierFor(window);
    window.focused = true;
    notifier.show(NOTICE);
    window.focused = false;
    window.destroyed = true;
    notifier.show(NOTICE);
    expect(notifications).toEqual([]);
  });

  it('leaves no stale news behind', () => {
    const notifier = notifierFor(new FakeWindow());
    notifier.show(NOTICE);
    notifier.show({ ...NOTICE, title: 'Enrollment denied' });
    expect(notifications.map(({ isOpen }) => isOpen)).toEqual([false, true]);
  });
});
