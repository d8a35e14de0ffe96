import type {
  AuthorityProblem,
  NetworkSettings,
  ProxyProblem,
  ProxySetting,
  TrustedAuthority,
} from '../../shared/network-settings.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import {
  type AddedTrust,
  certificateFacts,
  parseCertificateAuthority,
} from '../api/certificate-authority.ts';
import type { Log } from '../platform/log.ts';
import type { LabPolicy } from '../policy/read-policy.ts';
import { type NetworkInForce, networkInForce, parseProxy } from './network-in-force.ts';
import type { PreferencesStore } from './preferences-store.ts';

interface NetworkPreferencesOptions {
  readonly store: PreferencesStore;
  /** What the lab decided goes before what the technician did. */
  readonly policy: LabPolicy | null;
  /** Puts what holds now to use; called once at first, and after every change. */
  readonly apply: (proxy: ProxySetting, trust: AddedTrust | null) => void;
  readonly log: Log;
}

/** The way to the server: proxy and added trust, by the lab's policy or else by the technician. */
export class NetworkPreferences {
  readonly #options: NetworkPreferencesOptions;
  /** Shown to the technician and not yet trusted. */
  #candidate: AddedTrust | null = null;

  constructor(options: NetworkPreferencesOptions) {
    this.#options = options;
    this.#apply();
  }

  get settings(): NetworkSettings {
    const { policy } = this.#options;
    const { proxy, trust } = this.#inForce;
    return {
      proxy,
      isProxyManaged: policy !== null && policy.proxy !== null,
      authority: trust && trustedAuthority(trust),
      isAuthorityManaged: policy !== null && policy.trust !== null,
    };
  }

  setProxy(setting: ProxySetting): Result<NetworkSettings, ProxyProblem> {
    const parsed = parseProxy(setting);
    if (!parsed.ok) return parsed;
    if (!this.settings.isProxyManaged) {
      this.#options.store.rememberProxy(parsed.value);
      this.#options.log.info({ proxy: parsed.value }, 'the proxy was chosen');
      this.#apply();
    }
    return ok(this.settings);
  }

  /** Looks at a file's text. Nothing is trusted until {@link trustCandidate}. */
  examine(text: string, host: string): Result<TrustedAuthority, AuthorityProblem> {
    this.#candidate = null;
    const authority = parseCertificateAuthority(text, Date.now());
    if (!authority.ok) return failed(authority.failure);
    this.#candidate = { host, authority: authority.value };
    return ok(trustedAuthority(this.#candidate));
  }

  /** Trusts exactly what was shown. */
  trustCandidate(): NetworkSettings {
    const candidate = this.#candidate;
    this.#candidate = null;
    if (candidate && !this.settings.isAuthorityManaged) {
      const { host, authority } = candidate;
      this.#options.store.rememberAuthority({ host, pem: authority.pem });
      const trusted = trustedAuthority(candidate);
      this.#options.log.warn({ trusted }, 'a certificate authority is trusted from now on');
      this.#apply();
    }
    return this.settings;
  }

  forgetAuthority(): NetworkSettings {
    this.#candidate = null;
    this.#options.store.rememberAuthority(null);
    this.#options.log.info({}, 'no certificate authority of the lab is trusted any more');
    this.#apply();
    return this.settings;
  }

  get #inForce(): NetworkInForce {
    const { policy, store } = this.#options;
    return networkInForce(policy, store.read());
  }

  #apply(): void {
    const { proxy, trust } = this.#inForce;
    this.#options.apply(proxy, trust);
  }
}

function trustedAuthority({ host, authority }: AddedTrust): TrustedAuthority {
  return { host, certificates: authority.certificates.map(certificateFacts) };
}
