import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow, session } from 'electron';
import { createServices } from './create-services.ts';
import { createDiagnostics } from './diagnostics/create-diagnostics.ts';
import { logFileIn, openLog } from './diagnostics/log.ts';
import { endInOrder } from './end-in-order.ts';
import { createHandlers } from './ipc/create-handlers.ts';
import { diagnosticsHandlers } from './ipc/diagnostics-handlers.ts';
import { handleRequests } from './ipc/handle.ts';
import { publishStates } from './ipc/publish-states.ts';
import { keyringServiceFor } from './keyring-service.ts';
import { APP_ORIGIN, registerAppScheme, serveApp } from './platform/app-protocol.ts';
import { ElectronNotifier } from './platform/electron-notifier.ts';
import { ElectronTransport } from './platform/electron-transport.ts';
import { followLifecycle } from './platform/follow-lifecycle.ts';
import { followMachine } from './platform/follow-machine.ts';
import { followPage, followTroubles } from './platform/follow-troubles.ts';
import { isUsedElsewhere } from './platform/hold-data-folder.ts';
import { parseLaunchOptions } from './platform/launch-options.ts';
import { NudgeSource } from './platform/nudges.ts';
import { restrictWebContents } from './platform/restrict-web-contents.ts';
import { SecretClipboard } from './platform/secret-clipboard.ts';
import { SystemClock } from './platform/system-clock.ts';
import { Troubles } from './platform/troubles.ts';
import { PreferencesStore } from './preferences/preferences-store.ts';
import { openWindow } from './window.ts';
import { KeytarKeyring } from './workstation/keytar-keyring.ts';

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
  if (await isUsedElsewhere(app.getPath('userData'))) return app.exit();
  restrictWebContents();
  serveApp(join(import.meta.dirname, '../renderer'));

  const logFolder = join(app.getPath('userData'), 'logs');
  const { log } = openLog(logFolder);
  let window: BrowserWindow | null = null;
  const troubles = new Troubles(log);
  followTroubles(troubles, () => window);
  const appInfo = {
    version: app.getVersion(),
    platform: process.platform,
    trialHome,
    keyringService: keyringServiceFor(trialHome),
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
  const { worker, registrations } = createServices({
    home: trialHome ?? homedir(),
    hostname: appInfo.hostname,
    journalFile: join(app.getPath('userData'), 'enrollment.json'),
    rememberedApiBaseUrl: () => preferences.read().apiBaseUrl || null,
    keyring,
    transport,
    clientInfo,
    clock,
    nudges,
    notifier: new ElectronNotifier(() => window),
    log,
  });
  const secretClipboard = new SecretClipboard();
  const diagnostics = createDiagnostics({ info: appInfo, home: homedir(), worker, registrations });

  handleRequests(
    {
      ...createHandlers({
        worker,
        registrations,
        preferences,
        secretClipboard,
        appInfo,
        apiBaseUrl,
      }),
      ...diagnosticsHandlers(diagnostics, troubles),
    },
    developmentUrl === undefined ? APP_ORIGIN : new URL(developmentUrl).origin,
  );
  window = openWindow({
    url: developmentUrl ?? `${APP_ORIGIN}/index.html`,
    title: trialHome === null ? 'Onbench' : 'Onbench (trial)',
    currentState: () => worker.state,
  });
  publishStates(window, { worker, registrations, troubles });
  followPage(window, troubles);
  followLifecycle(window, async () => {
    await secretClipboard.clear();
    return endInOrder({ worker, registrations }, keyring);
  });
  void registrations.open();
  void worker.resume();
  log.info({ ...appInfo, electron: process.versions.electron }, 'started');
}
