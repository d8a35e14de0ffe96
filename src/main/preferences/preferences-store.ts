import Store from 'electron-store';
import type { Preferences } from '../../shared/preferences.ts';

/** Preferences on disk, in the app's own folder, checked against a schema when they are read. */
export class PreferencesStore {
  readonly #store = new Store<Preferences>({
    name: 'preferences',
    schema: { apiBaseUrl: { type: 'string', maxLength: 2_048, default: '' } },
    // A damaged file must not keep the app from opening: its one setting is quickly typed again.
    clearInvalidConfig: true,
  });

  read(): Preferences {
    return { apiBaseUrl: this.#store.get('apiBaseUrl') };
  }

  rememberApiBaseUrl(apiBaseUrl: string): void {
    this.#store.set('apiBaseUrl', apiBaseUrl);
  }
}
