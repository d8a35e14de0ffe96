import type { Secret } from '@onbench/protocol/secret';
import { strangerAgent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { ServerContext } from '../context.ts';
import { networkOf } from '../limits/client-address.ts';
import { findAdministrator, storeRehash } from './administrators.ts';
import { BY_PASSWORD } from './session-store.ts';

export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly sessionId: Secret }
  /** One answer for a wrong password and an unknown account. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly seconds: number };

type SignInContext = Pick<ServerContext, 'db' | 'hasher' | 'sessions' | 'throttle'>;

/** Checks a password, with the same work for unknown accounts and a growing delay for guessers (security.md T21). */
export async function signIn(
  { db, hasher, sessions, throttle }: SignInContext,
  email: string,
  password: Secret,
  address: string,
): Promise<SignInOutcome> {
  const network = networkOf(address);
  // Counted first: attempts that run side by side all count.
  const seconds = await throttle.attempt(email, network);
  if (seconds !== null) return { kind: 'throttled', seconds };
  const account = await findAdministrator(db, email);
  const stored = account?.passwordHash ?? null;
  if (!(await hasher.verify(password, stored)) || !account) {
    const facts = { account: account?.email ?? null, method: 'password' } as const;
    await recordEvent(db, { kind: 'sign-in-refused', by: strangerAgent(address), facts });
    return { kind: 'refused' };
  }
  await throttle.succeeded(email, network);
  if (hasher.isOutdated(account.passwordHash)) {
    await storeRehash(db, account.id, await hasher.hash(password));
  }
  return { kind: 'signed-in', sessionId: await sessions.create(account, address, BY_PASSWORD) };
}
