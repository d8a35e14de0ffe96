import type { FastifyBaseLogger } from 'fastify';
import { queueLetters } from './queue-letters.ts';
import { type Post, sendLetters } from './send-letters.ts';

/** Tells people what happened since the last time. */
export async function sweepMail(post: Post, log: Pick<FastifyBaseLogger, 'warn'>): Promise<void> {
  await queueLetters(post.db, post.clock);
  await sendLetters(post, log);
}
