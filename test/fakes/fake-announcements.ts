import type { Announcements, Channel, Listener } from '../../server/src/db/announcements.ts';
import { ListenerLists } from '../../server/src/db/listener-lists.ts';

/** Announces what the test says. */
export class FakeAnnouncements implements Announcements {
  isComplete = true;
  readonly #lists = new ListenerLists();

  listen(channel: Channel, listener: Listener): () => void {
    return this.#lists.add(channel, listener);
  }

  change(channel: Channel, name: string): void {
    this.#lists.changed(channel, name);
  }

  miss(): void {
    this.#lists.missed();
  }
}
