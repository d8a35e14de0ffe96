import { createLabClient } from './api/lab-client.ts';
import {
  createEnrollmentWorker,
  type EnrollmentHost,
} from './enrollment/create-enrollment-worker.ts';
import { followNotices } from './enrollment/enrollment-notice.ts';
import type { EnrollmentWorker } from './enrollment/enrollment-worker.ts';
import type { Notifier } from './platform/notifier.ts';
import { createRegistrations } from './registrations/create-registrations.ts';
import { expiryNotice } from './registrations/expiry-notice.ts';
import type { Registrations } from './registrations/registrations.ts';
import { createWorkstation } from './workstation/create-workstation.ts';

/** What differs between the app, a command line and a test. */
export interface ServicesHost extends Omit<EnrollmentHost, 'workstation'> {
  /** The home folder that keys, registration and ssh settings go to. */
  readonly home: string;
  readonly hostname: string;
  /** Where the technician enrolled last, as far as that is remembered. */
  readonly rememberedApiBaseUrl: () => string | null;
  readonly notifier: Notifier;
}

export interface Services {
  readonly worker: EnrollmentWorker;
  readonly registrations: Registrations;
}

/** Enrolling and what comes after it, on one home folder: all that does not depend on a window. */
export function createServices(host: ServicesHost): Services {
  const { transport, log, notifier } = host;
  let enrollsAt: string | null = null;
  const registrations = createRegistrations({
    ...host,
    createClient: (apiBaseUrl) => createLabClient({ apiBaseUrl, transport, log }),
    chosenApiBaseUrl: () => enrollsAt ?? host.rememberedApiBaseUrl(),
    notify: (warning) => notifier.show(expiryNotice(warning)),
    wallTimeMs: Date.now,
  });
  const workstation = registrations.besideOtherLabs(createWorkstation(host));
  const worker = createEnrollmentWorker({ ...host, workstation });
  worker.subscribe((state) => {
    if ('apiBaseUrl' in state) enrollsAt = state.apiBaseUrl;
  });
  followNotices(worker, notifier);
  return { worker, registrations };
}
