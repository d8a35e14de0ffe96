import type { Session } from '@onbench/protocol/approval-api';
import type { Failure } from '../api/failure.ts';

/** Where the page goes after signing in: an interrupted review comes back as it was. */
export type Destination<Review> =
  | { readonly kind: 'enter-code'; readonly typed: string }
  | { readonly kind: 'review'; readonly review: Review; readonly reviewer: string };

/** What comes before a grant is known, whatever kind of grant the page is for. */
export type EntryState<Review> =
  /** Asks whether this browser is signed in already. */
  | {
      readonly kind: 'opening';
      readonly failure: Failure | null;
      readonly next: Destination<Review>;
    }
  | {
      readonly kind: 'sign-in';
      readonly reason: 'first' | 'session-ended' | 'signed-out';
      readonly email: string;
      readonly busy: boolean;
      readonly failure: Failure | null;
      readonly next: Destination<Review>;
    }
  | {
      readonly kind: 'enter-code';
      readonly session: Session;
      readonly typed: string;
      readonly busy: boolean;
      readonly failure: Failure | null;
    };

export type EntryStateOf<Kind extends EntryState<unknown>['kind'], Review = unknown> = Extract<
  EntryState<Review>,
  { kind: Kind }
>;

/** What is being sent, by what the page says meanwhile. */
export type Decision = 'approving' | 'denying';

/** A grant under review. */
export interface ReviewState<Review> {
  readonly kind: 'review';
  readonly session: Session;
  readonly review: Review;
  readonly busy: Decision | null;
  readonly failure: Failure | null;
  /** Asks for the password, since approving needs a fresh sign-in (security.md T01). Null: it does not. */
  readonly confirming: Confirming | null;
}

export interface Confirming {
  readonly busy: boolean;
  readonly failure: Failure | null;
}

/** How that ended. */
export interface OutcomeState<Outcome> {
  readonly kind: 'outcome';
  readonly session: Session;
  readonly outcome: Outcome;
}

/** All of a page, from opening it to the outcome. */
export type PageState<Review, Outcome> =
  | EntryState<Review>
  | ReviewState<Review>
  | OutcomeState<Outcome>;
