import { contextBridge, ipcRenderer } from 'electron';
import type { OnbenchBridge } from '../shared/bridge.ts';
import type { EventChannel, Events, RequestChannel, Requests } from '../shared/ipc.ts';

function request<Channel extends RequestChannel>(channel: Channel) {
  return (...args: Requests[Channel]['args']): Promise<Requests[Channel]['result']> =>
    ipcRenderer.invoke(channel, ...args);
}

function follow<Channel extends EventChannel>(channel: Channel) {
  return (listener: (payload: Events[Channel]) => void): (() => void) => {
    // The event object stays here: it would hand the page a reference to ipcRenderer.
    const forward = (_event: unknown, payload: Events[Channel]) => listener(payload);
    ipcRenderer.on(channel, forward);
    return () => {
      ipcRenderer.off(channel, forward);
    };
  };
}

const bridge: OnbenchBridge = {
  app: {
    getInfo: request('app:get-info'),
    showLogFile: request('app:show-log-file'),
  },
  diagnostics: {
    collect: request('diagnostics:collect'),
    copy: request('diagnostics:copy'),
    save: request('diagnostics:save'),
  },
  trouble: {
    getState: request('trouble:get-state'),
    report: request('trouble:report'),
    dismiss: request('trouble:dismiss'),
    restart: request('trouble:restart'),
    onStateChanged: follow('trouble:state-changed'),
  },
  preferences: {
    get: request('preferences:get'),
  },
  network: {
    get: request('network:get'),
    setProxy: request('network:set-proxy'),
    chooseAuthority: request('network:choose-authority'),
    trustAuthority: request('network:trust-authority'),
    forgetAuthority: request('network:forget-authority'),
  },
  enrollment: {
    getState: request('enrollment:get-state'),
    start: request('enrollment:start'),
    cancel: request('enrollment:cancel'),
    renewCode: request('enrollment:renew-code'),
    dismiss: request('enrollment:dismiss'),
    copyUserCode: request('enrollment:copy-user-code'),
    copyApprovalLink: request('enrollment:copy-approval-link'),
    openApprovalPage: request('enrollment:open-approval-page'),
    answerHostKey: request('enrollment:answer-host-key'),
    checkAgain: request('enrollment:check-again'),
    continueDespiteWarnings: request('enrollment:continue-despite-warnings'),
    onStateChanged: follow('enrollment:state-changed'),
  },
  recovery: {
    revealToken: request('recovery:reveal-token'),
    copyToken: request('recovery:copy-token'),
    retryKeyring: request('recovery:retry-keyring'),
    confirmStored: request('recovery:confirm-stored'),
  },
  registrations: {
    getState: request('registrations:get-state'),
    refresh: request('registrations:refresh'),
    testConnection: request('registrations:test-connection'),
    reOnboard: request('registrations:re-onboard'),
    repair: request('registrations:repair'),
    switchTo: request('registrations:switch-to'),
    planRemoval: request('registrations:plan-removal'),
    revoke: request('registrations:revoke'),
    removeLocally: request('registrations:remove-locally'),
    listRepositories: request('registrations:list-repositories'),
    clone: request('registrations:clone'),
    cancel: request('registrations:cancel'),
    dismiss: request('registrations:dismiss'),
    enrollAgain: request('registrations:enroll-again'),
    onStateChanged: follow('registrations:state-changed'),
  },
};

contextBridge.exposeInMainWorld('onbench', bridge);
