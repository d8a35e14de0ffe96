import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { version } from '../../../package.json';
import { createNodeTransport } from '../api/node-transport.ts';
import { proxyFor } from '../api/proxy-for.ts';
import { createServices, type Services } from '../create-services.ts';
import { type OpenLog, openLog } from '../diagnostics/log.ts';
import { keyringServiceFor } from '../keyring-service.ts';
import { NudgeSource } from '../platform/nudges.ts';
import { SystemClock } from '../platform/system-clock.ts';
import { admissionBy } from '../policy/admission.ts';
import { thisMachine } from '../policy/policy-path.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { networkInForce } from '../preferences/network-in-force.ts';
import { readPreferences } from '../preferences/read-preferences.ts';
import { KeytarKeyring } from '../workstation/keytar-keyring.ts';

export interface CliServices extends Services {
  readonly keyring: KeytarKeyring;
  readonly openLog: OpenLog;
  /** The server that the lab names, where it does. */
  readonly labApiBaseUrl: string | null;
}

/** The app's services on the app's own folder, without Electron: this is their other composition root. */
export async function openServices(folder: string, trialHome: string | null): Promise<CliServices> {
  const opened = openLog(join(folder, 'logs'));
  const reading = await readPolicy(thisMachine(trialHome), Date.now());
  const policy = reading.kind === 'managed' ? reading.policy : null;
  const preferences = await readPreferences(join(folder, 'preferences.json'));
  const { proxy, trust } = networkInForce(policy, preferences);
  const keyring = new KeytarKeyring(keyringServiceFor(trialHome));
  const services = createServices({
    home: trialHome ?? homedir(),
    hostname: hostname(),
    journalFile: join(folder, 'enrollment.json'),
    rememberedApiBaseUrl: () => preferences.apiBaseUrl || null,
    keyring,
    transport: createNodeTransport({ proxyFor: proxyFor(proxy, process.env), addedTrust: trust }),
    clientInfo: { name: 'Onbench', version, platform: process.platform },
    admission: admissionBy(reading),
    clock: new SystemClock(),
    // Nobody tells a process in a terminal of a suspension or of the network.
    nudges: new NudgeSource(),
    notifier: { show: () => undefined },
    log: opened.log,
  });
  const labApiBaseUrl = policy?.settings.apiBaseUrl?.url ?? null;
  return { ...services, keyring, openLog: opened, labApiBaseUrl };
}
