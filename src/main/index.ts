import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { createServices } from './create-services.ts';
import { describeRun } from './describe-run.ts';
import { createDiagnostics } from './diagnostics/create-diagnostics.ts';
import { openLog } from './diagnostics/log.ts';
import { endInOrder } from './end-in-order.ts';
import { createHandlers } from './ipc/create-handlers.ts';
import { createNetworkHandlers } from './ipc/create-network-handlers.ts';
import { createRegistrationHandlers } from './ipc/create-registration-handlers.ts';
import { diagnosticsHandlers } from './ipc/diagnostics-handlers.ts';
import { handleRequests } from './ipc/handle.ts';
import { publishStates } from './ipc/publish-states.ts';
import { ApiSession } from './platform/api-session.ts';
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
import { admissionBy } from './policy/admission.ts';
import { thisMachine } from './policy/policy-path.ts';
import { policyFacts, readPolicy } from './policy/read-policy.ts';
import { NetworkPreferences } from './preferences/network-preferences.ts';
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
  const troubles = new Troubles(log);
  let window: BrowserWindow | null = null;
  followTroubles(troubles, () => window);
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
  const collect = createDiagnostics({
    info: appInfo,
    home: homedir(),
    network,
    worker,
    registrations,
  });

  handleRequests(
    {
      ...createHandlers({ worker, preferences: store, secretClipboard, appInfo, apiBaseUrl }),
      ...createNetworkHandlers(network),
      ...createRegistrationHandlers(registrations, worker),
      ...diagnosticsHandlers(collect, troubles),
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
