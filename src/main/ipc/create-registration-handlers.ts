import { failed, ok } from '../../shared/result.ts';
import type { EnrollmentWorker } from '../enrollment/enrollment-worker.ts';
import type { Registrations } from '../registrations/registrations.ts';
import type { Handlers } from './handle.ts';

export type RegistrationHandlers = Pick<
  Handlers,
  Extract<keyof Handlers, `registrations:${string}`>
>;

/** What the window's requests about the labs of this workstation do. */
export function createRegistrationHandlers(
  registrations: Registrations,
  worker: Pick<EnrollmentWorker, 'start'>,
): RegistrationHandlers {
  return {
    'registrations:get-state': () => registrations.state,
    'registrations:refresh': () => registrations.refresh(),
    'registrations:test-connection': (lab) => registrations.testConnection(lab),
    'registrations:re-onboard': (lab) => registrations.reOnboard(lab),
    'registrations:repair': (lab) => registrations.repair(lab),
    'registrations:switch-to': (lab) => registrations.switchTo(lab),
    'registrations:plan-removal': (lab) => registrations.planRemoval(lab),
    'registrations:revoke': (lab, alsoClones) => registrations.revoke(lab, alsoClones),
    'registrations:remove-locally': (lab, alsoClones) =>
      registrations.removeLocally(lab, alsoClones),
    'registrations:list-repositories': (lab) => registrations.listRepositories(lab),
    'registrations:clone': (lab, repository) => registrations.clone(lab, repository),
    'registrations:cancel': () => registrations.cancel(),
    'registrations:dismiss': () => registrations.dismiss(),
    'registrations:enroll-again': (lab) => {
      const apiBaseUrl = registrations.apiBaseUrlOf(lab);
      if (!apiBaseUrl.ok) return apiBaseUrl;
      return worker.start(apiBaseUrl.value).ok ? ok(undefined) : failed('server-unknown');
    },
  };
}
