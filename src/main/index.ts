import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { app, type BrowserWindow } from 'electron';
import { createServices } from './create-services.ts';
import { describeRun } from './describe-run.ts';
import { createLog } from './diagnostics/log.ts';
import { createHandlers } from './ipc/create-handlers.ts';
import { createNetworkHandlers } from './ipc/create-network-handlers.ts';
import { createRegistrationHandlers } from './ipc/create-registration-handlers.ts';
import { handleRequests, publish } from './ipc/handle.ts';
import { ApiSession } from './platform/api-session.ts';
import { APP_ORIGIN, registerAppScheme, serveApp } from './platform/app-protocol.ts';
import { ElectronNotifier } from './platform/electron-notifier.ts';
import { ElectronTransport } from './platform/electron-transport.ts';
import { followLifecycle } from './platform/follow-lifecycle.ts';
import { followMachine } from './platform/follow-machine.ts';
import { parseLaunchOptions } from './platform/launch-options.ts';
import { NudgeSource } from './platform/nudges.ts';
import { restrictWebContents } from './platform/restrict-web-contents.ts';
import { SecretClipboard } from './platform/secret-clipboard.ts';
import { SystemClock } from './platform/system-clock.ts';
import { admissionBy } from './policy/admission.ts';
import { thisMachine } from './policy/policy-path.ts';
import { policyFacts, readPolicy } from './policy/read-policy.ts';
import { NetworkPreferences } from './preferences/network-preferences.ts';
import { PreferencesStore } from './preferences/preferences-store.ts';
import { openWindow } from './window.ts';
import { KeytarKeyring } from './workstation/keytar-keyring.ts';

/** How long the end of the app waits for an approval that crossed it: the journal takes what is unfinished then. */
const SUSPENSION_PATIENCE_MS = 5_000;

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
  const reading = await readPolicy(thisMachine(trialHome), Date.now());
  const appInfo = describeRun(trialHome, logFolder, policyFacts(reading));
  const store = new PreferencesStore();
  const policy = reading.kind === 'managed' ? reading.policy : null;
  const apiSession = new ApiSession();
  const network = new NetworkPreferences({ store, policy, apply: apiSession.use, log });
  const transport = new ElectronTransport(apiSession.current);
  const clientInfo = { name: 'Onbench', version: appInfo.version, platform: process.platform };
  const keyring = new KeytarKeyring(appInfo.keyringService);
  const clock = new SystemClock();
  const nudges = new NudgeSource();
  followMachine(clock, nudges);
  let window: BrowserWindow | null = null;
  const { worker, registrations } = createServices({
    home: trialHome ?? homedir(),
    hostname: appInfo.hostname,
    journalFile: join(app.getPath('userData'), 'enrollment.json'),
    rememberedApiBaseUrl: () => store.read().apiBaseUrl || null,
    keyring,
    transport,
    clientInfo,
    admission: admissionBy(reading),
    clock,
    nudges,
    notifier: new ElectronNotifier(() => window),
    log,
  });
  const secretClipboard = new SecretClipboard();

  handleRequests(
    {
      ...createHandlers({ worker, preferences: store, secretClipboard, appInfo, apiBaseUrl }),
      ...createNetworkHandlers(network),
      ...createRegistrationHandlers(registrations, worker),
    },
    developmentUrl === undefined ? APP_ORIGIN : new URL(developmentUrl).origin,
  );
  window = openWindow({
    url: developmentUrl ?? `${APP_ORIGIN}/index.html`,
    title: trialHome === null ? 'Onbench' : 'Onbench (trial)',
    currentState: () => worker.state,
  });
  // Taken now: a window that has gone throws when it is asked for its contents, and a cancel at the end still publishes.
  const { webContents } = window;
  worker.subscribe((state) => publish(webContents, 'enrollment:state-changed', state));
  registrations.subscribe((state) => publish(webContents, 'registrations:state-changed', state));
  followLifecycle(window, async () => {
    const patience = sleep(SUSPENSION_PATIENCE_MS);
    await Promise.all([
      Promise.race([worker.suspend(), patience]),
      secretClipboard.clear(),
      registrations.close(),
    ]);
    return keyring.isIdleWithin(KEYRING_PATIENCE_MS);
  });
  void registrations.open();
  void worker.resume();
  log.info({ ...appInfo, electron: process.versions.electron }, 'started');
}
