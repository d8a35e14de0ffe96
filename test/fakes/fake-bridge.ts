import type { OnbenchBridge } from '../../src/shared/bridge.ts';
import type { DiagnosticsReport, DiagnosticsSaved, Trouble } from '../../src/shared/diagnostics.ts';
import type { EnrollmentState } from '../../src/shared/enrollment.ts';
import type { NetworkSettings, ProxyProblem } from '../../src/shared/network-settings.ts';
import type { AppInfo, Preferences } from '../../src/shared/preferences.ts';
import {
  type BegunOperation,
  type LabRepository,
  NO_REGISTRATIONS,
  type RegistrationsState,
  type RemovalPlan,
} from '../../src/shared/registrations.ts';
import { failed, ok } from '../../src/shared/result.ts';

type StartResult = Awaited<ReturnType<OnbenchBridge['enrollment']['start']>>;
type ChosenAuthority = Awaited<ReturnType<OnbenchBridge['network']['chooseAuthority']>>;

/** What a test or a preview may set before the window asks. */
export interface FakeMain {
  state: EnrollmentState;
  info: AppInfo;
  preferences: Preferences;
  startResult: StartResult;
  network: NetworkSettings;
  proxyResult: ProxyProblem | null;
  /** What choosing a certificate file gives. */
  chosenAuthority: ChosenAuthority;
  /** What `revealToken` answers. */
  token: string | null;
  registrations: RegistrationsState;
  /** What every request that begins something answers. */
  begun: BegunOperation;
  /** What `planRemoval` and `listRepositories` answer. */
  removalPlan: RemovalPlan;
  repositories: readonly LabRepository[];
  diagnostics: DiagnosticsReport;
  /** What `save` answers. */
  saved: DiagnosticsSaved;
  trouble: Trouble | null;
}

const DEFAULTS: FakeMain = {
  state: { kind: 'idle' },
  info: {
    version: '0.1.0',
    platform: 'linux',
    trialHome: null,
    keyringService: 'pychron.cloud',
    logFile: '/home/tess/.config/Onbench/logs/onbench.log',
    hostname: 'lab-mac-01',
    policy: { kind: 'none' },
  },
  preferences: { apiBaseUrl: '' },
  startResult: ok(undefined),
  network: {
    proxy: { kind: 'system' },
    isProxyManaged: false,
    authority: null,
    isAuthorityManaged: false,
  },
  proxyResult: null,
  chosenAuthority: ok(null),
  token: null,
  registrations: { ...NO_REGISTRATIONS, known: true },
  begun: ok(undefined),
  removalPlan: { lab: 'NMGRL', items: [], clones: [] },
  repositories: [],
  diagnostics: { text: 'Onbench diagnostics\n', blanked: 0 },
  saved: { kind: 'not-chosen' },
  trouble: null,
};

/** A main process that answers at once, remembers what it was asked, and says what the test tells it to say. */
export class FakeBridge implements OnbenchBridge {
  readonly main: FakeMain;
  /** Each request that changes or copies something, by its name on the bridge and its arguments. */
  readonly calls: (readonly [name: string, ...args: unknown[]])[] = [];
  readonly #listeners = new Set<(state: EnrollmentState) => void>();
  readonly #troubleListeners = new Set<(trouble: Trouble | null) => void>();
  readonly #registrationListeners = new Set<(state: RegistrationsState) => void>();

  constructor(settings: Partial<FakeMain> = {}) {
    this.main = { ...DEFAULTS, ...settings };
  }

  /** A new state, told to every listener as main does. */
  publish(state: EnrollmentState): void {
    this.main.state = state;
    for (const listener of this.#listeners) listener(state);
  }

  publishTrouble(trouble: Trouble | null): void {
    this.main.trouble = trouble;
    for (const listener of this.#troubleListeners) listener(trouble);
  }

  publishRegistrations(state: RegistrationsState): void {
    this.main.registrations = state;
    for (const listener of this.#registrationListeners) listener(state);
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  readonly app: OnbenchBridge['app'] = {
    getInfo: async () => this.main.info,
    showLogFile: () => this.#record('app.showLogFile'),
  };

  readonly diagnostics: OnbenchBridge['diagnostics'] = {
    collect: async () => this.main.diagnostics,
    copy: () => this.#record('diagnostics.copy'),
    save: async () => {
      await this.#record('diagnostics.save');
      return this.main.saved;
    },
  };

  readonly trouble: OnbenchBridge['trouble'] = {
    getState: async () => this.main.trouble,
    report: (details) => this.#record('trouble.report', details),
    dismiss: async () => {
      await this.#record('trouble.dismiss');
      this.publishTrouble(null);
    },
    restart: () => this.#record('trouble.restart'),
    onStateChanged: (listener) => {
      this.#troubleListeners.add(listener);
      return () => this.#troubleListeners.delete(listener);
    },
  };

  readonly preferences: OnbenchBridge['preferences'] = {
    get: async () => this.main.preferences,
  };

  readonly network: OnbenchBridge['network'] = {
    get: async () => this.main.network,
    setProxy: async (proxy) => {
      await this.#record('network.setProxy', proxy);
      if (this.main.proxyResult !== null) return failed(this.main.proxyResult);
      return ok(this.#changeNetwork({ proxy }));
    },
    chooseAuthority: async (apiBaseUrl) => {
      await this.#record('network.chooseAuthority', apiBaseUrl);
      return this.main.chosenAuthority;
    },
    trustAuthority: async () => {
      await this.#record('network.trustAuthority');
      const { chosenAuthority: chosen } = this.main;
      return this.#changeNetwork(chosen.ok ? { authority: chosen.value } : {});
    },
    forgetAuthority: async () => {
      await this.#record('network.forgetAuthority');
      return this.#changeNetwork({ authority: null });
    },
  };

  readonly enrollment: OnbenchBridge['enrollment'] = {
    getState: async () => this.main.state,
    start: async (apiBaseUrl) => {
      await this.#record('enrollment.start', apiBaseUrl);
      return this.main.startResult;
    },
    cancel: () => this.#record('enrollment.cancel'),
    renewCode: () => this.#record('enrollment.renewCode'),
    dismiss: () => this.#record('enrollment.dismiss'),
    copyUserCode: () => this.#record('enrollment.copyUserCode'),
    copyApprovalLink: () => this.#record('enrollment.copyApprovalLink'),
    openApprovalPage: () => this.#record('enrollment.openApprovalPage'),
    answerHostKey: (trust) => this.#record('enrollment.answerHostKey', trust),
    checkAgain: () => this.#record('enrollment.checkAgain'),
    continueDespiteWarnings: () => this.#record('enrollment.continueDespiteWarnings'),
    onStateChanged: (listener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };

  readonly recovery: OnbenchBridge['recovery'] = {
    revealToken: async () => {
      await this.#record('recovery.revealToken');
      return this.main.token;
    },
    copyToken: () => this.#record('recovery.copyToken'),
    retryKeyring: () => this.#record('recovery.retryKeyring'),
    confirmStored: () => this.#record('recovery.confirmStored'),
  };

  readonly registrations: OnbenchBridge['registrations'] = {
    getState: async () => this.main.registrations,
    refresh: () => this.#record('registrations.refresh'),
    testConnection: (lab) => this.#begin('registrations.testConnection', lab),
    reOnboard: (lab) => this.#begin('registrations.reOnboard', lab),
    repair: (lab) => this.#begin('registrations.repair', lab),
    switchTo: (lab) => this.#begin('registrations.switchTo', lab),
    planRemoval: async (lab) => {
      await this.#record('registrations.planRemoval', lab);
      return ok(this.main.removalPlan);
    },
    revoke: (lab, alsoClones) => this.#begin('registrations.revoke', lab, alsoClones),
    removeLocally: (lab, alsoClones) => this.#begin('registrations.removeLocally', lab, alsoClones),
    listRepositories: async (lab) => {
      await this.#record('registrations.listRepositories', lab);
      return ok(this.main.repositories);
    },
    clone: (lab, repository) => this.#begin('registrations.clone', lab, repository),
    cancel: () => this.#record('registrations.cancel'),
    dismiss: () => this.#record('registrations.dismiss'),
    enrollAgain: (lab) => this.#begin('registrations.enrollAgain', lab),
    onStateChanged: (listener) => {
      this.#registrationListeners.add(listener);
      return () => this.#registrationListeners.delete(listener);
    },
  };

  async #begin(name: string, ...args: unknown[]): Promise<BegunOperation> {
    await this.#record(name, ...args);
    return this.main.begun;
  }

  #changeNetwork(change: Partial<NetworkSettings>): NetworkSettings {
    this.main.network = { ...this.main.network, ...change };
    return this.main.network;
  }

  async #record(name: string, ...args: unknown[]): Promise<void> {
    this.calls.push([name, ...args]);
  }
}
