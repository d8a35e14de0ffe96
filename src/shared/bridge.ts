import type { Events, Requests } from './ipc.ts';

type Call<Channel extends keyof Requests> = (
  ...args: Requests[Channel]['args']
) => Promise<Requests[Channel]['result']>;

/** `window.onbench`: what the page can do, named by intent. The preload script implements it, the renderer uses it. */
export interface OnbenchBridge {
  readonly app: {
    readonly getInfo: Call<'app:get-info'>;
    readonly showLogFile: Call<'app:show-log-file'>;
  };
  readonly diagnostics: {
    readonly collect: Call<'diagnostics:collect'>;
    readonly copy: Call<'diagnostics:copy'>;
    readonly save: Call<'diagnostics:save'>;
  };
  readonly trouble: {
    readonly getState: Call<'trouble:get-state'>;
    readonly report: Call<'trouble:report'>;
    readonly dismiss: Call<'trouble:dismiss'>;
    readonly restart: Call<'trouble:restart'>;
    /** Follows every later change; the returned function stops following. */
    readonly onStateChanged: (
      listener: (trouble: Events['trouble:state-changed']) => void,
    ) => () => void;
  };
  readonly preferences: {
    readonly get: Call<'preferences:get'>;
  };
  readonly network: {
    readonly get: Call<'network:get'>;
    readonly setProxy: Call<'network:set-proxy'>;
    readonly chooseAuthority: Call<'network:choose-authority'>;
    readonly trustAuthority: Call<'network:trust-authority'>;
    readonly forgetAuthority: Call<'network:forget-authority'>;
  };
  readonly enrollment: {
    readonly getState: Call<'enrollment:get-state'>;
    readonly start: Call<'enrollment:start'>;
    readonly cancel: Call<'enrollment:cancel'>;
    readonly renewCode: Call<'enrollment:renew-code'>;
    readonly dismiss: Call<'enrollment:dismiss'>;
    readonly copyUserCode: Call<'enrollment:copy-user-code'>;
    readonly copyApprovalLink: Call<'enrollment:copy-approval-link'>;
    readonly openApprovalPage: Call<'enrollment:open-approval-page'>;
    readonly answerHostKey: Call<'enrollment:answer-host-key'>;
    readonly checkAgain: Call<'enrollment:check-again'>;
    readonly continueDespiteWarnings: Call<'enrollment:continue-despite-warnings'>;
    /** Follows every later state; the returned function stops following. */
    readonly onStateChanged: (
      listener: (state: Events['enrollment:state-changed']) => void,
    ) => () => void;
  };
  readonly recovery: {
    readonly revealToken: Call<'recovery:reveal-token'>;
    readonly copyToken: Call<'recovery:copy-token'>;
    readonly retryKeyring: Call<'recovery:retry-keyring'>;
    readonly confirmStored: Call<'recovery:confirm-stored'>;
  };
  readonly registrations: {
    readonly getState: Call<'registrations:get-state'>;
    readonly refresh: Call<'registrations:refresh'>;
    readonly testConnection: Call<'registrations:test-connection'>;
    readonly reOnboard: Call<'registrations:re-onboard'>;
    readonly repair: Call<'registrations:repair'>;
    readonly switchTo: Call<'registrations:switch-to'>;
    readonly planRemoval: Call<'registrations:plan-removal'>;
    readonly revoke: Call<'registrations:revoke'>;
    readonly removeLocally: Call<'registrations:remove-locally'>;
    readonly listRepositories: Call<'registrations:list-repositories'>;
    readonly clone: Call<'registrations:clone'>;
    readonly cancel: Call<'registrations:cancel'>;
    readonly dismiss: Call<'registrations:dismiss'>;
    readonly enrollAgain: Call<'registrations:enroll-again'>;
    /** Follows every later state; the returned function stops following. */
    readonly onStateChanged: (
      listener: (state: Events['registrations:state-changed']) => void,
    ) => () => void;
  };
}
