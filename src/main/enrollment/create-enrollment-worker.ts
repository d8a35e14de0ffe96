import type { ClientInfo } from '../api/device-code-request.ts';
import { createEnrollmentClient } from '../api/enrollment-client.ts';
import type { Transport } from '../api/transport.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Nudges } from '../platform/nudges.ts';
import type { Admission } from '../policy/admission.ts';
import type { Keyring } from '../workstation/keyring.ts';
import type { Workstation } from '../workstation/workstation.ts';
import { EnrollmentJournal } from './enrollment-journal.ts';
import { EnrollmentWorker } from './enrollment-worker.ts';
import { createJournalFile } from './journal-file.ts';

/** What differs between the app, a command line and a test: everything else about an enrollment is the same. */
export interface EnrollmentHost {
  readonly workstation: Workstation;
  /** Absolute path of the file that remembers an enrollment under way; its folder is made if it is missing. */
  readonly journalFile: string;
  readonly keyring: Keyring;
  readonly transport: Transport;
  readonly clientInfo: ClientInfo;
  readonly admission: Admission;
  readonly clock: Clock;
  readonly nudges: Nudges;
  readonly log: Log;
}

/**
 * Puts an enrollment together, for any process of Node: follow its states, call `resume`, and `start` if there was nothing
 * to resume. A process that ends in good order calls `suspend` first.
 */
export function createEnrollmentWorker(host: EnrollmentHost): EnrollmentWorker {
  const { workstation, journalFile, keyring, transport, clientInfo, log } = host;
  return new EnrollmentWorker({
    createClient: (apiBaseUrl) =>
      createEnrollmentClient({ apiBaseUrl, transport, clientInfo, wallTimeMs: Date.now, log }),
    workstation,
    journal: new EnrollmentJournal({ file: createJournalFile(journalFile), keyring, log }),
    admission: host.admission,
    clock: host.clock,
    wallTimeMs: Date.now,
    nudges: host.nudges,
    random: Math.random,
    log,
  });
}
