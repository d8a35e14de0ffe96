import type { ApiBaseUrlProblem } from './api-base-url.ts';
import type { DiagnosticsReport, DiagnosticsSaved, Trouble } from './diagnostics.ts';
import type { EnrollmentState } from './enrollment.ts';
import type {
  AuthorityProblem,
  NetworkSettings,
  ProxyProblem,
  ProxySetting,
  TrustedAuthority,
} from './network-settings.ts';
import type { AppInfo, Preferences } from './preferences.ts';
import type {
  BegunOperation,
  LabRepository,
  RegistrationFailure,
  RegistrationRefusal,
  RegistrationsState,
  RemovalPlan,
} from './registrations.ts';
import type { Result } from './result.ts';

/** Why an enrollment does not begin: the address, or the lab's policy. */
export type StartProblem = ApiBaseUrlProblem | 'policy-broken' | 'not-the-labs-server';

/**
 * Everything the window may ask of main. No request takes a path, a URL to open or a secret: main opens, copies and
 * stores only what it got itself. The two addresses, of the API and of a proxy, are checked before anything else happens.
 */
export interface Requests {
  'app:get-info': { args: []; result: AppInfo };
  'app:show-log-file': { args: []; result: void };
  /** Puts the report together; nothing leaves the machine by that. */
  'diagnostics:collect': { args: []; result: DiagnosticsReport };
  /** The report that was collected last. */
  'diagnostics:copy': { args: []; result: void };
  /** Asks for the place in a dialog of the system. */
  'diagnostics:save': { args: []; result: DiagnosticsSaved };
  'trouble:get-state': { args: []; result: Trouble | null };
  /** The page met a bug: `details` is for the log alone. */
  'trouble:report': { args: [details: string]; result: void };
  'trouble:dismiss': { args: []; result: void };
  /** Ends the app and starts it again. */
  'trouble:restart': { args: []; result: void };
  'preferences:get': { args: []; result: Preferences };
  'network:get': { args: []; result: NetworkSettings };
  'network:set-proxy': {
    args: [proxy: ProxySetting];
    result: Result<NetworkSettings, ProxyProblem>;
  };
  /**
   * Lets the technician choose a certificate file in a dialog of the system, and gives what is in it. Null when none was
   * chosen. Nothing is trusted by that. `apiBaseUrl` says for which host.
   */
  'network:choose-authority': {
    args: [apiBaseUrl: string];
    result: Result<TrustedAuthority | null, AuthorityProblem>;
  };
  /** Trusts exactly what was shown last. */
  'network:trust-authority': { args: []; result: NetworkSettings };
  'network:forget-authority': { args: []; result: NetworkSettings };
  'enrollment:get-state': { args: []; result: EnrollmentState };
  /** Keeps the URL as a preference and starts; a refused URL changes nothing. */
  'enrollment:start': { args: [apiBaseUrl: string]; result: Result<undefined, StartProblem> };
  'enrollment:cancel': { args: []; result: void };
  /** Gives up the code on the screen for a new one. */
  'enrollment:renew-code': { args: []; result: void };
  /** Back to idle from an end state. */
  'enrollment:dismiss': { args: []; result: void };
  'enrollment:copy-user-code': { args: []; result: void };
  'enrollment:copy-approval-link': { args: []; result: void };
  'enrollment:open-approval-page': { args: []; result: void };
  'enrollment:answer-host-key': { args: [trust: boolean]; result: void };
  /** Repeats what is on the screen: the checks before a code is asked for, the proofs, the look at the keyring. */
  'enrollment:check-again': { args: []; result: void };
  /** Goes on to ask for a code, past warnings; past a failure it does nothing. */
  'enrollment:continue-despite-warnings': { args: []; result: void };
  /** The one answer that holds a secret: the token that the keyring refused, on demand, in state `recovery` only. */
  'recovery:reveal-token': { args: []; result: string | null };
  'recovery:copy-token': { args: []; result: void };
  'recovery:retry-keyring': { args: []; result: void };
  'recovery:confirm-stored': { args: []; result: void };
  /*
   * A lab is named by its name, which is checked against the labs that main knows. What begins answers whether it did;
   * how it goes and ends is in the state.
   */
  'registrations:get-state': { args: []; result: RegistrationsState };
  /** Looks at everything again. */
  'registrations:refresh': { args: []; result: void };
  'registrations:test-connection': { args: [lab: string]; result: BegunOperation };
  'registrations:re-onboard': { args: [lab: string]; result: BegunOperation };
  'registrations:repair': { args: [lab: string]; result: BegunOperation };
  'registrations:switch-to': { args: [lab: string]; result: BegunOperation };
  /** What the two requests below would delete. Deletes nothing. */
  'registrations:plan-removal': {
    args: [lab: string];
    result: Result<RemovalPlan, RegistrationRefusal>;
  };
  /** At the server first; when it cannot be reached nothing is deleted here. */
  'registrations:revoke': { args: [lab: string, alsoClones: boolean]; result: BegunOperation };
  /** Here alone: for when the server cannot be reached. Token and key stay valid there. */
  'registrations:remove-locally': {
    args: [lab: string, alsoClones: boolean];
    result: BegunOperation;
  };
  'registrations:list-repositories': {
    args: [lab: string];
    result: Result<readonly LabRepository[], RegistrationRefusal | RegistrationFailure>;
  };
  /** A repository of the last list, by its identifier. */
  'registrations:clone': { args: [lab: string, repository: string]; result: BegunOperation };
  /** Ends a clone that is under way. */
  'registrations:cancel': { args: []; result: void };
  /** Forgets how the last operation ended. */
  'registrations:dismiss': { args: []; result: void };
  /** A new enrollment at the lab's own server. */
  'registrations:enroll-again': {
    args: [lab: string];
    result: Result<undefined, RegistrationRefusal | 'server-unknown'>;
  };
}

/** What main tells the window unasked. */
export interface Events {
  'enrollment:state-changed': EnrollmentState;
  'registrations:state-changed': RegistrationsState;
  'trouble:state-changed': Trouble | null;
}

export type RequestChannel = keyof Requests;
export type EventChannel = keyof Events;
