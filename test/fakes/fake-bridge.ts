import type { OnbenchBridge } from '../../src/shared/bridge.ts';
import type { EnrollmentState } from '../../src/shared/enrollment.ts';
import type { NetworkSettings, ProxyProblem } from '../../src/shared/network-settings.ts';
import type { AppInfo, Preferences } from '../../src/shared/preferences.ts';
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
};

/** A main process that answers at once, remembers what it was asked, and says what the test tells it to say. */
export class FakeBridge implements OnbenchBridge {
  readonly main: FakeMain;
  /** Each request that changes or copies something, by its name on the bridge and its arguments. */
  readonly calls: (readonly [name: string, ...args: unknown[]])[] = [];
  readonly #listeners = new Set<(state: EnrollmentState) => void>();

  constructor(settings: Partial<FakeMain> = {}) {
    this.main = { ...DEFAULTS, ...settings };
  }

  /** A new state, told to every listener as main does. */
  publish(state: EnrollmentState): void {
    this.main.state = state;
    for (const listener of this.#listeners) listener(state);
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  readonly app: OnbenchBridge['app'] = {
    getInfo: async () => this.main.info,
    showLogFile: () => this.#record('app.showLogFile'),
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

  #changeNetwork(change: Partial<NetworkSettings>): NetworkSettings {
    this.main.network = { ...this.main.network, ...change };
    return this.main.network;
  }

  async #record(name: string, ...args: unknown[]): Promise<void> {
    this.calls.push([name, ...args]);
  }
}
