/*
 * Electron as far as our adapters touch it: it keeps what they register. One module for every test that names it in
 * `vi.mock('electron')`, because the files of a project share their modules.
 */

type Listener = (event: unknown, ...args: unknown[]) => unknown;

/** Main's side of a request: what `ipcMain.handle` was given, by channel. */
export const requestListeners = new Map<string, Listener>();

export const ipcMain = {
  handle: (channel: string, listener: Listener) => void requestListeners.set(channel, listener),
  // electron-store answers a renderer of its own by it.
  on: () => undefined,
};

/** The page's side: what it asked, and who listens to what. */
export const invocations: { readonly channel: string; readonly args: readonly unknown[] }[] = [];
export const eventListeners = new Map<string, Set<Listener>>();

export const ipcRenderer = {
  invoke: async (channel: string, ...args: unknown[]) => {
    invocations.push({ channel, args });
    return `answer to ${channel}`;
  },
  on: (channel: string, listener: Listener) => {
    eventListeners.set(channel, (eventListeners.get(channel) ?? new Set()).add(listener));
  },
  off: (channel: string, listener: Listener) => void eventListeners.get(channel)?.delete(listener),
};

/** What the preload script shows the page, by name. */
export const exposed = new Map<string, unknown>();

export const contextBridge = {
  exposeInMainWorld: (name: string, value: unknown) => void exposed.set(name, value),
};

export const schemes: { readonly scheme: string; readonly privileges: object }[] = [];
export const schemeHandlers = new Map<string, (request: Request) => Promise<Response>>();

export const protocol = {
  registerSchemesAsPrivileged: (added: typeof schemes) => void schemes.push(...added),
  handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
    void schemeHandlers.set(scheme, handler),
};

/** The folder that `app.getPath('userData')` names. */
export const userData = { path: '' };

export const app = {
  getPath: () => userData.path,
  getVersion: () => '0.1.0',
};

export const shell = {};

/** What was shown outside the window, in order. */
export const notifications: Notification[] = [];

export class Notification {
  static isSupported(): boolean {
    return true;
  }

  readonly options: object;
  isOpen = false;
  readonly #listeners = new Map<string, () => void>();

  constructor(options: object) {
    this.options = options;
  }

  on(event: string, listener: () => void): void {
    this.#listeners.set(event, listener);
  }

  show(): void {
    this.isOpen = true;
    notifications.push(this);
  }

  close(): void {
    this.isOpen = false;
  }

  /** As a person does. */
  click(): void {
    this.#listeners.get('click')?.();
  }
}
