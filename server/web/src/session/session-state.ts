import type { Session } from '@onbench/protocol/approval-api';
import type { Failure } from '../api/failure.ts';

/** Somebody is about to show who they are. */
export interface SigningIn {
  /** What is awaited: the server's word on a password, or the person in the organisation's window. */
  readonly awaiting: 'password' | 'provider' | null;
  readonly failure: Failure | null;
}

export const NOTHING_TRIED: SigningIn = { awaiting: null, failure: null };

export type SignInState = SigningIn & {
  readonly kind: 'sign-in';
  readonly reason: 'first' | 'session-ended' | 'signed-out';
  /** Put into the field. */
  readonly email: string;
};

/** Who is in front of a page, whatever the page is for. */
export type SessionState =
  /** Asks whether this browser is signed in already. */
  | { readonly kind: 'opening'; readonly failure: Failure | null }
  | SignInState
  | {
      readonly kind: 'signed-in';
      readonly session: Session;
      /** Something needs a fresh sign-in, asked for over the page (security.md T01). Null: nothing does. */
      readonly confirming: SigningIn | null;
    };
