import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm';
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { type Letter, outbox } from '../db/mail-schema.ts';
import { grants } from '../db/schema.ts';
import { createGrantStore, LAB_DIALECTS } from '../grants/grant-store.ts';
import { hashOf, randomSecret } from '../secrets/random-secret.ts';
import { approvedLetter, disownLink, waitingLetter } from './letters.ts';
import type { Mailer, Message, SendOutcome } from './mailer.ts';

export interface Post {
  readonly db: Database;
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly publicUrl: string;
}

/** A sweep has other things to do. */
const MAX_AT_ONCE = 50;

/** With the doubling pause in between, some 17 hours. */
const MAX_ATTEMPTS = 10;

/** Sends what is in the outbox. What fails is tried again later, and later each time. */
export async function sendLetters(post: Post, log: Pick<FastifyBaseLogger, 'warn'>): Promise<void> {
  const now = post.clock.sqlNow;
  const due = await post.db
    .select()
    .from(outbox)
    .where(and(isNull(outbox.doneAt), lte(outbox.nextAttemptAt, now)))
    .orderBy(asc(outbox.createdAt))
    .limit(MAX_AT_ONCE);
  for (const letter of due) {
    const message = await write(post, letter);
    const outcome: SendOutcome = message ? await post.mailer.send(message) : { kind: 'sent' };
    await settle(post, letter, outcome);
    if (outcome.kind !== 'sent')
      log.warn({ letter: letter.id, err: outcome.cause }, 'mail not sent');
    if (outcome.kind === 'unreachable') return;
  }
}

async function settle({ db, clock }: Post, letter: Letter, outcome: SendOutcome): Promise<void> {
  const attempts = letter.attempts + 1;
  const isDone =
    outcome.kind === 'sent' ||
    (outcome.kind === 'refused' && outcome.isFinal) ||
    attempts >= MAX_ATTEMPTS;
  const pause = sql<Date>`${clock.sqlNow} + make_interval(mins => ${2 ** attempts})`;
  await db
    .update(outbox)
    .set({ attempts, ...(isDone ? { doneAt: clock.sqlNow } : { nextAttemptAt: pause }) })
    .where(eq(outbox.id, letter.id));
}

/** Null: there is nothing to tell any more. */
async function write(post: Post, letter: Letter): Promise<Message | null> {
  const { recipient: to, grantId } = letter;
  const content = grantId === null ? await writeWaiting(post) : await writeApproved(post, grantId);
  return content && { to, ...content };
}

async function writeWaiting({ db, clock, publicUrl }: Post) {
  const waiting = await createGrantStore(db, clock, LAB_DIALECTS).listPending([]);
  const hostnames = waiting.map(({ grant }) => grant.hostname);
  return hostnames.length === 0 ? null : waitingLetter(hostnames, publicUrl);
}

/** The link is drawn now and known to this letter alone: the database keeps its hash, and a later one replaces it. */
async function writeApproved({ db, publicUrl }: Post, grantId: string) {
  const token = randomSecret();
  const [grant] = await db
    .update(grants)
    .set({ disownHash: hashOf(token) })
    .where(eq(grants.id, grantId))
    .returning();
  if (!grant || grant.lab === null || grant.decidedBy === null) return null;
  const { hostname, lab, decidedBy, keyFingerprint } = grant;
  const facts = { hostname, lab, decidedBy, keyFingerprint };
  return approvedLetter(facts, disownLink(publicUrl, token));
}
