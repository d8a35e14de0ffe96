import { clipboard, shell } from 'electron';
import type { EnrollmentState } from '../../shared/enrollment.ts';
import type { ManagedSettings } from '../../shared/policy.ts';
import type { AppInfo } from '../../shared/preferences.ts';
import type { EnrollmentWorker } from '../enrollment/enrollment-worker.ts';
import type { SecretClipboard } from '../platform/secret-clipboard.ts';
import type { PreferencesStore } from '../preferences/preferences-store.ts';
import type { NetworkHandlers } from './create-network-handlers.ts';
import type { RegistrationHandlers } from './create-registration-handlers.ts';
import type { DiagnosticsHandlers } from './diagnostics-handlers.ts';
import type { Handlers } from './handle.ts';

interface HandlerOptions {
  readonly worker: EnrollmentWorker;
  readonly preferences: PreferencesStore;
  readonly secretClipboard: SecretClipboard;
  readonly appInfo: AppInfo;
  /** From the command line: shown instead of the remembered one. */
  readonly apiBaseUrl: string | null;
}

/** What each request of the window does, but for those that have a file of their own. */
export function createHandlers(
  options: HandlerOptions,
): Omit<Handlers, keyof (NetworkHandlers & RegistrationHandlers & DiagnosticsHandlers)> {
  const { worker, preferences, secretClipboard, appInfo } = options;
  const managed = managedSettings(appInfo);
  return {
    'app:get-info': () => appInfo,
    'app:show-log-file': () => {
      shell.showItemInFolder(appInfo.logFile);
    },
    'preferences:get': () => ({ apiBaseUrl: firstApiBaseUrl(options) }),
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
      if (url !== null && !managed?.hideOpenPage) await shell.openExternal(url);
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
  };
}

function managedSettings({ policy }: AppInfo): ManagedSettings | null {
  return policy.kind === 'managed' ? policy.settings : null;
}

/** A server that the lab requires goes before all; one that it suggests fills in what is empty. */
function firstApiBaseUrl({ appInfo, apiBaseUrl, preferences }: HandlerOptions): string {
  const named = managedSettings(appInfo)?.apiBaseUrl ?? null;
  if (named?.required) return named.url;
  return apiBaseUrl ?? (preferences.read().apiBaseUrl || named?.url || '');
}

function userCodeOf(state: EnrollmentState): string | null {
  return state.kind === 'awaiting-approval' ? state.userCode : null;
}

async function copyIfAny(text: string | null): Promise<void> {
  if (text !== null) await clipboard.writeText(text);
}
