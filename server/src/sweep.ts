import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from './clock.ts';
import { removeLapsedKeys } from './credentials/remove-lapsed-keys.ts';
import { revokeUnacknowledged } from './credentials/revoke-unacknowledged.ts';
import type { Database } from './db/database.ts';
import type { GitHost } from './git-host/git-host.ts';
import { deleteOldGrants } from './grants/delete-old-grants.ts';
import { dropLapsedAnswers } from './grants/grant-store.ts';
import type { Post } from './mail/send-letters.ts';
import { sweepMail } from './mail/sweep-mail.ts';

/** Ends what has run out. Each part by itself: a git host that fails keeps nothing else from ending. */
export async function sweep(
  server: {
    readonly db: Database;
    readonly clock: Clock;
    readonly gitHost: GitHost;
    /** Null: no e-mail is sent. */
    readonly mail: Pick<Post, 'mailer' | 'publicUrl'> | null;
  },
  log: Pick<FastifyBaseLogger, 'warn' | 'error'>,
): Promise<void> {
  const parts = {
    'lapsed answers': () => dropLapsedAnswers(server.db, server.clock),
    'keys of lapsed credentials': () => removeLapsedKeys(server),
    'old grants': () => deleteOldGrants(server.db, server.clock),
    'unacknowledged credentials': () => revokeUnacknowledged(server, log),
    // Last: a mail server may take its time.
    mail: async () => {
      if (server.mail) await sweepMail({ ...server.mail, db: server.db, clock: server.clock }, log);
    },
  };
  for (const [part, run] of Object.entries(parts)) {
    await run().catch((error: unknown) => log.error({ part, err: error }, 'sweep failed'));
  }
}
