import { join } from 'node:path';
import { BrowserWindow, dialog, nativeTheme } from 'electron';
import iconPath from '../../resources/icon.png?asset';
import type { EnrollmentState } from '../shared/enrollment.ts';

const SMALLEST = { minWidth: 900, minHeight: 640 };
/** The page colours of resources/theme.css: no flash before the page has painted. */
const PAGE_COLOR = { light: '#f4f6f8', dark: '#0f1418' };

interface WindowOptions {
  /** Address of the page: our own scheme, or the development server. */
  readonly url: string;
  readonly title: string;
  /** For the question that closing asks while a token waits to be stored. */
  readonly currentState: () => EnrollmentState;
}

/** The one window: the enrollment preferences pane. */
export function openWindow({ url, title, currentState }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    useContentSize: true,
    ...SMALLEST,
    show: false,
    title,
    autoHideMenuBar: true,
    // Elsewhere the icon is the application bundle's or the executable's.
    ...(process.platform === 'linux' ? { icon: iconPath } : {}),
    backgroundColor: nativeTheme.shouldUseDarkColors ? PAGE_COLOR.dark : PAGE_COLOR.light,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.on('close', (event) => {
    if (currentState().kind === 'recovery' && !confirmLosingToken(window)) event.preventDefault();
  });
  void window.loadURL(url);
  return window;
}

/** Asked at once and answered before the window may close: afterwards the token is gone. */
function confirmLosingToken(window: BrowserWindow): boolean {
  const stay = 0;
  const answer = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: 'Close without storing the token?',
    detail:
      'The keyring refused the API token, and this window is the only place that has it. ' +
      'If you close now, this workstation has to be enrolled again.',
    buttons: ['Keep the window open', 'Close and lose the token'],
    defaultId: stay,
    cancelId: stay,
  });
  return answer !== stay;
}
