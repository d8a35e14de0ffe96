import type { PGlite } from '@electric-sql/pglite';
import type { Announcements, Channel, Listener } from './announcements.ts';
import { CHANNELS } from './announcements.ts';
import { ListenerLists } from './listener-lists.ts';

/** Of the one process that the embedded database has: told with the answer to the COMMIT itself. */
export async function listenToPglite(client: PGlite): Promise<Announcements> {
  const lists = new ListenerLists();
  for (const channel of CHANNELS) {
    await client.listen(channel, (name) => lists.changed(channel, name));
  }
  return {
    isComplete: true,
    listen: (channel: Channel, listener: Listener) => lists.add(channel, listener),
  };
}
