import type { DiagnosticsReport } from '../../shared/diagnostics.ts';
import type { EnrollmentWorker } from '../enrollment/enrollment-worker.ts';
import type { NetworkPreferences } from '../preferences/network-preferences.ts';
import type { Registrations } from '../registrations/registrations.ts';
import { collectDiagnostics, type DiagnosticsSources } from './collect-diagnostics.ts';
import { EnrollmentHistory } from './enrollment-history.ts';

interface Followed extends Pick<DiagnosticsSources, 'info' | 'home'> {
  readonly worker: EnrollmentWorker;
  readonly registrations: Registrations;
  readonly network: Pick<NetworkPreferences, 'settings'>;
}

/** Follows the enrollment from now on; the returned function puts a report together. */
export function createDiagnostics({
  worker,
  registrations,
  network,
  ...facts
}: Followed): () => Promise<DiagnosticsReport> {
  const history = new EnrollmentHistory(Date.now);
  worker.subscribe((state) => history.record(state));
  return () =>
    collectDiagnostics({
      ...facts,
      enrollment: worker.state,
      history,
      registrations: registrations.state,
      network: network.settings,
      nowMs: Date.now(),
    });
}
