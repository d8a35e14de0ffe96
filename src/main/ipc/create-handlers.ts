import { clipboard, shell } from 'electron';
import type { EnrollmentState } from '../../shared/enrollment.ts';
import type { AppInfo } from '../../shared/preferences.ts';
import type { EnrollmentWorker } from '../enrollment/enrollment-worker.ts';
import type { SecretClipboard } from '../platform/secret-clipboard.ts';
import type { PreferencesStore } from '../preferences/preferences-store.ts';
import type { Registrations } from '../registrations/registrations.ts';
import type { DiagnosticsHandlers } from './diagnostics-handlers.ts';
import type { Handlers } from './handle.ts';
import { registrationHandlers } from './registration-handlers.ts';

interface HandlerOptions {
  readonly worker: EnrollmentWorker;
  readonly registrations: Registrations;
  readonly preferences: PreferencesStore;
  readonly secretClipboard: SecretClipboard;
  readonly appInfo: AppInfo;
  /** From the command line: shown instead of the remembered one. */
  readonly apiBaseUrl: string | null;
}

/** What each request of the window does. */
export function createHandlers(options: HandlerOptions): Omit<Handlers, keyof DiagnosticsHandlers> {
  const { worker, registrations, preferences, secretClipboard, appInfo, apiBaseUrl } = options;
  return {
    'app:get-info': () => appInfo,
    'app:show-log-file': () => {
      shell.showItemInFolder(appInfo.logFile);
    },
    'preferences:get': () => (apiBaseUrl === null ? preferences.read() : { apiBaseUrl }),
    'enrollment:get-state': () => worker.state,
    'enrollment:start': (typed) => {
      const started = worker.start(typed);
      if (started.ok) preferences.rememberApiBaseUrl(typed.trim());
      return started;
    },
    'enrollment:cancel': () => worker.cancel(),
    'enrollment:renew-code': () => worker.renewCode(),
    'enrollment:dismiss': () => worker.dismiss(),
    'enrollment:copy-user-code': () => copyIfAny(userCodeOf(worker.state)),
    'enrollment:copy-approval-link': () => copyIfAny(worker.approvalUrl()),
    'enrollment:open-approval-page': async () => {
      const url = worker.approvalUrl();
      if (url !== null) await shell.openExternal(url);
    },
    'enrollment:answer-host-key': (trust) => worker.answerHostKey(trust),
    'enrollment:check-again': () => worker.checkAgain(),
    'enrollment:continue-despite-warnings': () => worker.continueDespiteWarnings(),
    'recovery:reveal-token': () => worker.tokenOnDemand?.reveal() ?? null,
    'recovery:copy-token': async () => {
      const token = worker.tokenOnDemand;
      if (token !== null) await secretClipboard.copy(token);
    },
    'recovery:retry-keyring': () => worker.retryKeyring(),
    'recovery:confirm-stored': () => worker.confirmStored(),
    ...registrationHandlers(registrations, worker),
  };
}

function userCodeOf(state: EnrollmentState): string | null {
  return state.kind === 'awaiting-approval' ? state.userCode : null;
}

async function copyIfAny(text: string | null): Promise<void> {
  if (text !== null) await clipboard.writeText(text);
}
