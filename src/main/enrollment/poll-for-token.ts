import type { PollingHealth } from '../../shared/enrollment.ts';
import type { EnrollmentClient, PolledGrant } from '../api/enrollment-client.ts';
import type { PollOutcome } from '../api/token-request.ts';
import type { Clock } from '../platform/clock.ts';
import type { Nudges } from '../platform/nudges.ts';
import { type PollingPace, pollingPace } from './polling-pace.ts';
import { PollingTurn } from './polling-turn.ts';

/**
 * How long a poll that is in flight may go on after a cancel. If the approval was already on its way, its token is in
 * that answer, and only who reads it can revoke it.
 */
const CANCEL_GRACE_MS = 600;

/** A grant with its end on the monotonic clock. */
export interface PendingGrant extends PolledGrant {
  readonly intervalMs: number;
  readonly expiresAtMs: number;
}

/** How polling ended. A token that arrives after a cancel is still `minted`: the caller has to revoke it. */
export type PollingResult =
  | Extract<
      PollOutcome,
      { kind: 'minted' | 'denied' | 'gone' | 'key-rejected' | 'mint-failed' | 'bad-response' }
    >
  | { readonly kind: 'expired' }
  | { readonly kind: 'stopped' };

export interface PollForTokenOptions {
  readonly client: Pick<EnrollmentClient, 'poll'>;
  readonly grant: PendingGrant;
  readonly clock: Clock;
  readonly nudges: Nudges;
  /** As `Math.random`: spreads a lab's workstations over time. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onHealth: (health: PollingHealth) => void;
}

/** Asks for the token until there is a last word (RFC 8628 section 3.4), one question at a time. */
export async function pollForToken(options: PollForTokenOptions): Promise<PollingResult> {
  const { grant, clock, nudges, signal } = options;
  const turn = new PollingTurn(clock, signal);
  // After a wake-up, or when the network returns, the next question need not wait for the back-off (security.md E05).
  const stopListening = nudges.subscribe(() => turn.hasten());
  try {
    return await pollInTurns(options, turn, pollingPace(grant.intervalMs));
  } finally {
    stopListening();
  }
}

async function pollInTurns(
  options: PollForTokenOptions,
  turn: PollingTurn,
  firstPace: PollingPace,
): Promise<PollingResult> {
  const { grant, clock, random, signal, onHealth } = options;
  let pace = firstPace;
  for (;;) {
    // Wait first: the interval counts from the answer that gave the code (RFC 8628 section 3.2, interval).
    const { shortestWaitMs } = pace;
    await turn.wait({
      waitMs: pace.waitMs(random()),
      shortestWaitMs,
      noLaterThanMs: grant.expiresAtMs,
    });
    if (signal.aborted) return { kind: 'stopped' };
    // The code is worth nothing after its lifetime (RFC 8628 section 3.2, expires_in).
    if (clock.now() >= grant.expiresAtMs) return { kind: 'expired' };

    const outcome = await pollOnce(options);
    if (outcome === null) return { kind: 'stopped' };
    if (isLast(outcome)) return outcome;
    if (signal.aborted) return { kind: 'stopped' };

    // An answer is as good as what the nudge wanted; after trouble it is still to be done.
    if (outcome.kind !== 'trouble') turn.forgetHaste();
    pace = pace.after(outcome);
    onHealth(healthAfter(outcome, pace));
  }
}

type Continuing = Extract<PollOutcome, { kind: 'pending' | 'slow-down' | 'trouble' }>;

/** Whether the server has nothing more to say about a code. */
export function isLast(outcome: PollOutcome): outcome is Exclude<PollOutcome, Continuing> {
  // authorization_pending and slow_down continue (RFC 8628 section 3.5), and so does trouble on the way.
  return outcome.kind !== 'pending' && outcome.kind !== 'slow-down' && outcome.kind !== 'trouble';
}

function healthAfter(outcome: Continuing, pace: PollingPace): PollingHealth {
  switch (outcome.kind) {
    case 'pending':
      return { kind: 'waiting' };
    case 'slow-down':
      return { kind: 'slowed-down', intervalMs: pace.intervalMs };
    case 'trouble':
      return {
        kind: 'retrying',
        cause: outcome.cause,
        failures: pace.failures,
        retryInMs: pace.waitMs(0),
      };
  }
}

/**
 * One poll; null when the cancel's grace ran out before its answer. A poll in flight at the expiry runs to its end, which
 * the transport bounds: the server may have minted in it.
 */
async function pollOnce(options: PollForTokenOptions): Promise<PollOutcome | null> {
  const { client, grant, clock, signal } = options;
  const request = new AbortController();
  const answered = new AbortController();
  const endAfterGrace = () => {
    clock.sleep(CANCEL_GRACE_MS, answered.signal).then(
      () => request.abort(),
      () => undefined,
    );
  };
  signal.addEventListener('abort', endAfterGrace, { once: true });
  try {
    return await client.poll(grant, request.signal);
  } catch (error) {
    if (request.signal.aborted) return null;
    throw error;
  } finally {
    signal.removeEventListener('abort', endAfterGrace);
    answered.abort();
  }
}
