import Store from 'electron-store';
import type { ProxySetting } from '../../shared/network-settings.ts';

/** What is kept of a lab's certificate authority: public certificates, and the host that they are for. */
export interface StoredAuthority {
  readonly host: string;
  readonly pem: string;
}

export interface StoredPreferences {
  /** As it was typed; empty before the first use. */
  apiBaseUrl: string;
  proxy: ProxySetting;
  authority: StoredAuthority | null;
}

const EMPTY: StoredPreferences = { apiBaseUrl: '', proxy: { kind: 'system' }, authority: null };

const text = (maxLength: number) => ({ type: 'string', maxLength }) as const;

/** Preferences on disk, in the app's own folder, checked against a schema when they are read. */
export class PreferencesStore {
  readonly #store = new Store<StoredPreferences>({
    name: 'preferences',
    schema: {
      apiBaseUrl: { ...text(2_048), default: '' },
      proxy: {
        type: 'object',
        properties: { kind: { enum: ['system', 'manual', 'none'] }, url: text(300) },
        required: ['kind'],
        default: { kind: 'system' },
      },
      authority: {
        type: ['object', 'null'],
        properties: { host: text(253), pem: text(65_536) },
        required: ['host', 'pem'],
        default: null,
      },
    },
    // A damaged file must not keep the app from opening: its few settings are quickly made again, and trust nobody.
    clearInvalidConfig: true,
  });

  read(): Readonly<StoredPreferences> {
    return { ...EMPTY, ...this.#store.store };
  }

  rememberApiBaseUrl(apiBaseUrl: string): void {
    this.#store.set('apiBaseUrl', apiBaseUrl);
  }

  rememberProxy(proxy: ProxySetting): void {
    this.#store.set('proxy', proxy);
  }

  rememberAuthority(authority: StoredAuthority | null): void {
    this.#store.set('authority', authority);
  }
}
