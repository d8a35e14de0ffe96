import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { app, session } from 'electron';
import { createEnrollmentClient } from './api/enrollment-client.ts';
import { createLabClient } from './api/lab-client.ts';
import { createLog, logFileIn } from './diagnostics/log.ts';
import { EnrollmentWorker } from './enrollment/enrollment-worker.ts';
import { createHandlers } from './ipc/create-handlers.ts';
import { handleRequests, publish } from './ipc/handle.ts';
import { APP_ORIGIN, registerAppScheme, serveApp } from './platform/app-protocol.ts';
import { ElectronTransport } from './platform/electron-transport.ts';
import { followLifecycle } from './platform/follow-lifecycle.ts';
import { followMachine } from './platform/follow-machine.ts';
import { parseLaunchOptions } from './platform/launch-options.ts';
import { NudgeSource } from './platform/nudges.ts';
import { restrictWebContents } from './platform/restrict-web-contents.ts';
import { SecretClipboard } from './platform/secret-clipboard.ts';
import { SystemClock } from './platform/system-clock.ts';
import { PreferencesStore } from './preferences/preferences-store.ts';
import { createRegistrations } from './registrations/create-registrations.ts';
import { openWindow } from './window.ts';
import { createWorkstation } from './workstation/create-workstation.ts';
import { KeytarKeyring } from './workstation/keytar-keyring.ts';

/** Fixed: the lab's software looks there (protocol.md section 4). A trial keeps away from it. */
const KEYRING_SERVICE = 'pychron.cloud';
const TRIAL_KEYRING_SERVICE = 'pychron.cloud (trial)';

/** How long the end of the app waits for a keyring that may hang. */
const KEYRING_PATIENCE_MS = 1_000;

/** The development server takes the place of our own scheme, and only in a build that does not ship. */
const developmentUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;

const { apiBaseUrl, trialHome } = parseLaunchOptions(process.argv.slice(1));

// All three must stand before `ready`; the lock is per user-data folder, so a trial may run beside the real app.
registerAppScheme();
if (trialHome !== null) app.setPath('userData', join(trialHome, 'app'));
if (app.requestSingleInstanceLock()) void main();
else app.quit();

async function main(): Promise<void> {
  await app.whenReady();
  restrictWebContents();
  serveApp(join(import.meta.dirname, '../renderer'));

  const logFolder = join(app.getPath('userData'), 'logs');
  const log = createLog(logFolder);
  const appInfo = {
    version: app.getVersion(),
    platform: process.platform,
    trialHome,
    keyringService: trialHome === null ? KEYRING_SERVICE : TRIAL_KEYRING_SERVICE,
    logFile: logFileIn(logFolder),
    hostname: hostname(),
  };
  const transport = new ElectronTransport(session.fromPartition('api'));
  const clientInfo = { name: 'Onbench', version: appInfo.version, platform: process.platform };
  const keyring = new KeytarKeyring(appInfo.keyringService);
  const clock = new SystemClock();
  const nudges = new NudgeSource();
  followMachine(clock, nudges);
  const preferences = new PreferencesStore();
  const machine = { home: trialHome ?? homedir(), hostname: appInfo.hostname, keyring };
  let enrollsAt: string | null = null;
  const registrations = createRegistrations({
    ...machine,
    createClient: (apiBaseUrl) => createLabClient({ apiBaseUrl, transport, log }),
    chosenApiBaseUrl: () => enrollsAt ?? (preferences.read().apiBaseUrl || null),
    notify: (warning) => log.warn(warning, 'a token is about to end'),
    clock,
    wallTimeMs: Date.now,
    log,
  });
  const worker = new EnrollmentWorker({
    createClient: (apiBaseUrl) =>
      createEnrollmentClient({ apiBaseUrl, transport, clientInfo, wallTimeMs: Date.now, log }),
    workstation: registrations.besideOtherLabs(createWorkstation(machine)),
    clock,
    nudges,
    random: Math.random,
    log,
  });
  const secretClipboard = new SecretClipboard();

  handleRequests(
    createHandlers({ worker, registrations, preferences, secretClipboard, appInfo, apiBaseUrl }),
    developmentUrl === undefined ? APP_ORIGIN : new URL(developmentUrl).origin,
  );
  const window = openWindow({
    url: developmentUrl ?? `${APP_ORIGIN}/index.html`,
    title: trialHome === null ? 'Onbench' : 'Onbench (trial)',
    currentState: () => worker.state,
  });
  // Taken now: a window that has gone throws when it is asked for its contents, and a cancel at the end still publishes.
  const { webContents } = window;
  worker.subscribe((state) => {
    if ('apiBaseUrl' in state) enrollsAt = state.apiBaseUrl;
    publish(webContents, 'enrollment:state-changed', state);
  });
  registrations.subscribe((state) => publish(webContents, 'registrations:state-changed', state));
  followLifecycle(window, async () => {
    await Promise.all([worker.cancel(), secretClipboard.clear(), registrations.close()]);
    return keyring.isIdleWithin(KEYRING_PATIENCE_MS);
  });
  void registrations.open();
  log.info({ ...appInfo, electron: process.versions.electron }, 'started');
}
