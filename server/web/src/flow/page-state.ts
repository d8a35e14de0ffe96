import type { Failure } from '../api/failure.ts';

/** Asks for the code. */
export interface EnterCodeState {
  readonly kind: 'enter-code';
  readonly typed: string;
  readonly busy: boolean;
  readonly failure: Failure | null;
}

/** What is being sent, by what the page says meanwhile. */
export type Decision = 'approving' | 'denying';

/** A grant under review. */
export interface ReviewState<Review> {
  readonly kind: 'review';
  readonly review: Review;
  /** By e-mail address. An interrupted review comes back as it was, to the same person. */
  readonly reviewer: string;
  readonly busy: Decision | null;
  readonly failure: Failure | null;
}

/** How that ended. */
export interface OutcomeState<Outcome> {
  readonly kind: 'outcome';
  readonly outcome: Outcome;
}

/** All of a page that asks for a code, once somebody is signed in. */
export type PageState<Review, Outcome> =
  | EnterCodeState
  | ReviewState<Review>
  | OutcomeState<Outcome>;
