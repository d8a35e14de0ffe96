import type { BrowserWindow } from 'electron';
import type { Services } from '../create-services.ts';
import type { Troubles } from '../platform/troubles.ts';
import { publish } from './handle.ts';

/** Tells the window of every change of what main owns. */
export function publishStates(
  // Taken now: a window that has gone throws when it is asked for its contents, and a cancel at the end still publishes.
  { webContents }: BrowserWindow,
  { worker, registrations, troubles }: Services & { readonly troubles: Troubles },
): void {
  worker.subscribe((state) => publish(webContents, 'enrollment:state-changed', state));
  registrations.subscribe((state) => publish(webContents, 'registrations:state-changed', state));
  troubles.subscribe((trouble) => publish(webContents, 'trouble:state-changed', trouble));
}
