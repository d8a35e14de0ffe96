import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../db/database.ts';
import { type ChainHead, GENESIS } from './chain.ts';
import { sealEvents } from './seal-events.ts';

/** How long an event may stand unsealed (docs/decisions/0031). */
const SEAL_INTERVAL_MS = 1_000;

/**
 * How often the head is noted outside the database, where nobody who holds the database can change it: what is cut off
 * the end of the chain is missed when it is verified since then.
 */
const NOTE_INTERVAL_MS = 10 * 60_000;

/** Seals from now on, on this server or on another one of the same database. */
export interface Sealer {
  /** Seals what is left and notes the head. */
  stop(): Promise<void>;
}

export function startSealer(
  db: Database,
  key: Buffer,
  log: Pick<FastifyBaseLogger, 'info' | 'error'>,
): Sealer {
  let head: ChainHead = { count: 0, hash: GENESIS };
  let noted = 0;
  let refused = false;
  let running: Promise<void> | null = null;

  const sealAll = async () => {
    for (;;) {
      const outcome = await sealEvents(db, key);
      const refuses = outcome.kind === 'foreign-head';
      if (refuses && !refused) log.error(FOREIGN_HEAD);
      refused = refuses;
      if (outcome.kind !== 'sealed') return;
      head = outcome.head;
      if (!outcome.more) return;
    }
  };
  // One at a time: a round that takes longer than a second is not joined by the next.
  const seal = async () => {
    running ??= sealAll()
      .catch((error: unknown) => log.error({ err: error }, 'audit events not sealed'))
      .finally(() => {
        running = null;
      });
    await running;
  };
  const note = () => {
    if (refused) log.error(FOREIGN_HEAD);
    if (head.count === noted) return;
    noted = head.count;
    log.info({ auditHead: `${head.count}:${head.hash}` }, 'audit log sealed');
  };
  const sealTimer = setInterval(() => void seal(), SEAL_INTERVAL_MS);
  const noteTimer = setInterval(note, NOTE_INTERVAL_MS);
  return {
    stop: async () => {
      clearInterval(sealTimer);
      clearInterval(noteTimer);
      await running;
      await seal();
      note();
    },
  };
}

const FOREIGN_HEAD =
  'The audit log was sealed with another server secret, or its head was changed. Nothing more is sealed. Run onbench-server audit verify.';
