import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { version } from '../../../package.json';
import { createNodeTransport } from '../api/node-transport.ts';
import { createServices, type Services } from '../create-services.ts';
import { type OpenLog, openLog } from '../diagnostics/log.ts';
import { keyringServiceFor } from '../keyring-service.ts';
import { NudgeSource } from '../platform/nudges.ts';
import { SystemClock } from '../platform/system-clock.ts';
import { KeytarKeyring } from '../workstation/keytar-keyring.ts';

export interface CliServices extends Services {
  readonly keyring: KeytarKeyring;
  readonly openLog: OpenLog;
}

/** The app's services on the app's own folder, without Electron: this is their other composition root. */
export function openServices(folder: string, trialHome: string | null): CliServices {
  const log = openLog(join(folder, 'logs'));
  const keyring = new KeytarKeyring(keyringServiceFor(trialHome));
  const services = createServices({
    home: trialHome ?? homedir(),
    hostname: hostname(),
    journalFile: join(folder, 'enrollment.json'),
    rememberedApiBaseUrl: () => null,
    keyring,
    transport: createNodeTransport(),
    clientInfo: { name: 'Onbench', version, platform: process.platform },
    clock: new SystemClock(),
    // Nobody tells a process in a terminal of a suspension or of the network.
    nudges: new NudgeSource(),
    notifier: { show: () => undefined },
    log: log.log,
  });
  return { ...services, keyring, openLog: log };
}
