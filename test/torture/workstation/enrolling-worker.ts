import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Secret } from '@onbench/protocol/secret';
import { createNodeTransport } from '../../../src/main/api/node-transport.ts';
import { createServices } from '../../../src/main/create-services.ts';
import type { EnrollmentWorker } from '../../../src/main/enrollment/enrollment-worker.ts';
import type { Clock } from '../../../src/main/platform/clock.ts';
import { NudgeSource } from '../../../src/main/platform/nudges.ts';
import { SystemClock } from '../../../src/main/platform/system-clock.ts';
import { admissionBy } from '../../../src/main/policy/admission.ts';
import type { Keyring } from '../../../src/main/workstation/keyring.ts';
import { KeytarKeyring } from '../../../src/main/workstation/keytar-keyring.ts';
import { ok } from '../../../src/shared/result.ts';
import { RecordedLog } from '../../fakes/recorded-log.ts';

/** Waits between polls pass quickly; limits on what takes real time are left wide enough. */
const HASTE = 5;

const hastyClock: Clock = {
  now: () => performance.now() * HASTE,
  sleep: (ms, signal) => sleep(ms / HASTE, undefined, { signal }),
};

export interface EnrollingOptions {
  readonly altersReadBack: boolean;
  readonly pace?: 'real';
}

/** A keyring whose store is damaged: it gives back something else than it was given. */
class AlteringKeyring implements Keyring {
  readonly #real: Keyring;

  constructor(real: Keyring) {
    this.#real = real;
  }

  async get(account: string): ReturnType<Keyring['get']> {
    const found = await this.#real.get(account);
    return found.ok && found.value ? ok(new Secret(`${found.value.reveal()}?`)) : found;
  }

  set = (account: string, secret: Secret) => this.#real.set(account, secret);
  delete = (account: string) => this.#real.delete(account);
  isAvailable = () => this.#real.isAvailable();
}

/** The app's worker on plain Node, with all that is its own under one home folder. */
export function enrollingWorker(
  home: string,
  { altersReadBack, pace }: EnrollingOptions,
): EnrollmentWorker {
  const keyring = new KeytarKeyring('pychron.cloud');
  const { worker } = createServices({
    home,
    hostname: 'lab-01',
    journalFile: join(home, 'onbench/enrollment.json'),
    keyring: altersReadBack ? new AlteringKeyring(keyring) : keyring,
    transport: createNodeTransport(),
    clientInfo: { name: 'Onbench', version: '0.0.0', platform: process.platform },
    clock: pace === 'real' ? new SystemClock() : hastyClock,
    admission: admissionBy({ kind: 'none' }),
    nudges: new NudgeSource(),
    rememberedApiBaseUrl: () => null,
    notifier: { show: () => {} },
    log: new RecordedLog(),
  });
  return worker;
}
