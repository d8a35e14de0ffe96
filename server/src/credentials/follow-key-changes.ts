import type { Announcements } from '../db/announcements.ts';
import type { Database } from '../db/database.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { findLatestKey } from './ssh-key-store.ts';
import { startGitHost } from './start-git-host.ts';

/**
 * Keeps a git host that knows its keys by heart in step with the keys that other servers add and remove. What is
 * announced is looked up, one after the other, so that the last look is the one that counts. Gives what ends it, once
 * the change at hand is done.
 */
export function followKeyChanges(
  { db, gitHost }: { readonly db: Database; readonly gitHost: GitHost },
  announcements: Announcements,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let last = Promise.resolve();
  const next = (step: () => Promise<unknown>) => {
    last = last.then(step).then(() => undefined, onError);
  };
  if (!gitHost.knowsKeysByHeart) return async () => {};
  const stop = announcements.listen('ssh_keys', {
    changed: (fingerprint) => next(() => followKey(db, gitHost, fingerprint)),
    missed: () => next(() => startGitHost(db, gitHost)),
  });
  return async () => {
    stop();
    await last;
  };
}

async function followKey(db: Database, gitHost: GitHost, fingerprint: string): Promise<void> {
  const key = await findLatestKey(db, fingerprint);
  if (key?.removedAt === null) await gitHost.addKey(key);
  else if (key) await gitHost.removeKey(key);
}
