import type { Channel, Listener } from './announcements.ts';

/** Who is told of what. */
export class ListenerLists {
  readonly #listeners: Record<Channel, Set<Listener>> = { grants: new Set(), ssh_keys: new Set() };

  add(channel: Channel, listener: Listener): () => void {
    this.#listeners[channel].add(listener);
    return () => this.#listeners[channel].delete(listener);
  }

  changed(channel: Channel, name: string): void {
    for (const listener of this.#listeners[channel]) listener.changed(name);
  }

  missed(): void {
    for (const listeners of Object.values(this.#listeners)) {
      for (const listener of listeners) listener.missed();
    }
  }
}
