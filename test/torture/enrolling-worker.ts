import { setTimeout as sleep } from 'node:timers/promises';
import { createEnrollmentClient } from '../../src/main/api/enrollment-client.ts';
import { createNodeTransport } from '../../src/main/api/node-transport.ts';
import { EnrollmentWorker } from '../../src/main/enrollment/enrollment-worker.ts';
import type { Clock } from '../../src/main/platform/clock.ts';
import { NudgeSource } from '../../src/main/platform/nudges.ts';
import { createWorkstation } from '../../src/main/workstation/create-workstation.ts';
import { KeytarKeyring } from '../../src/main/workstation/keytar-keyring.ts';
import { RecordedLog } from '../fakes/recorded-log.ts';

/** Waits between polls pass quickly; limits on what takes real time are left wide enough. */
const HASTE = 5;

const hastyClock: Clock = {
  now: () => performance.now() * HASTE,
  sleep: (ms, signal) => sleep(ms / HASTE, undefined, { signal }),
};

/** The app's worker as its composition root makes it, on plain Node. */
export function enrollingWorker(home: string): EnrollmentWorker {
  const log = new RecordedLog();
  const keyring = new KeytarKeyring('pychron.cloud');
  return new EnrollmentWorker({
    createClient: (apiBaseUrl) =>
      createEnrollmentClient({
        apiBaseUrl,
        transport: createNodeTransport(),
        clientInfo: { name: 'Onbench', version: '0.0.0', platform: process.platform },
        wallTimeMs: Date.now,
        log,
      }),
    workstation: createWorkstation({ home, hostname: 'lab-01', keyring }),
    clock: hastyClock,
    nudges: new NudgeSource(),
    random: Math.random,
    log,
  });
}
