import type { BrowserWindow } from 'electron';

/** Brings a window to where a person sees it, because they asked for it. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}
