import type { SignInProblem } from '@onbench/protocol/approval-api';
import type { Secret } from '@onbench/protocol/secret';
import { strangerAgent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { ServerContext } from '../context.ts';
import { findAdministrator } from './administrators.ts';
import type { Identity } from './identity-provider.ts';
import { FRESH_SECONDS } from './session-store.ts';

export type ProviderSignInOutcome =
  | { readonly kind: 'signed-in'; readonly administratorId: string; readonly sessionId: Secret }
  | { readonly kind: 'refused'; readonly problem: SignInProblem };

/**
 * Lets in the administrator of a verified e-mail address. The session is as old as the sign-in at the provider, so that
 * it approves only after a fresh one (security.md T01).
 */
export async function signInThroughProvider(
  { db, sessions }: Pick<ServerContext, 'db' | 'sessions'>,
  identity: Identity,
  confirms: boolean,
  address: string,
): Promise<ProviderSignInOutcome> {
  const account = await findAdministrator(db, identity.email);
  const problem = problemWith(identity, account !== null, confirms);
  if (!account || problem) {
    const facts = { account: account?.email ?? null, method: 'openid-connect' } as const;
    await recordEvent(db, { kind: 'sign-in-refused', by: strangerAgent(address), facts });
    return { kind: 'refused', problem: problem ?? 'unknown_account' };
  }
  const sessionId = await sessions.create(account, address, {
    method: 'openid-connect',
    ageSeconds: identity.ageSeconds,
  });
  return { kind: 'signed-in', administratorId: account.id, sessionId };
}

/** An address that nobody verified may be anybody's: whether it is an administrator's is not told. */
function problemWith(
  { emailVerified, ageSeconds }: Identity,
  isKnown: boolean,
  confirms: boolean,
): SignInProblem | null {
  if (!emailVerified) return 'email_not_verified';
  if (!isKnown) return 'unknown_account';
  const isFresh = ageSeconds !== null && ageSeconds <= FRESH_SECONDS;
  return confirms && !isFresh ? 'not_reauthenticated' : null;
}
