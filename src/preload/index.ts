import { contextBridge, ipcRenderer } from 'electron';
import type { OnbenchBridge } from '../shared/bridge.ts';
import type { RequestChannel, Requests } from '../shared/ipc.ts';

function request<Channel extends RequestChannel>(channel: Channel) {
  return (...args: Requests[Channel]['args']): Promise<Requests[Channel]['result']> =>
    ipcRenderer.invoke(channel, ...args);
}

const bridge: OnbenchBridge = {
  app: {
    getInfo: request('app:get-info'),
    showLogFile: request('app:show-log-file'),
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
    onStateChanged(listener) {
      // The event object stays here: it would hand the page a reference to ipcRenderer.
      const forward = (_event: unknown, state: Parameters<typeof listener>[0]) => listener(state);
      ipcRenderer.on('enrollment:state-changed', forward);
      return () => {
        ipcRenderer.off('enrollment:state-changed', forward);
      };
    },
  },
  recovery: {
    revealToken: request('recovery:reveal-token'),
    copyToken: request('recovery:copy-token'),
    retryKeyring: request('recovery:retry-keyring'),
    confirmStored: request('recovery:confirm-stored'),
  },
};

contextBridge.exposeInMainWorld('onbench', bridge);
