import type { GrantSummary, Session } from '@onbench/protocol/approval-api';
import type { LookedUpGrant } from '../api/approval-client.ts';
import type { Failure } from '../api/failure.ts';
import type { Draft } from './draft.ts';
import type { EntryState } from './entry-state.ts';

/** A grant under review, and what the administrator has filled in for it so far. */
export interface Review {
  /** Canonical form. */
  readonly userCode: string;
  readonly found: LookedUpGrant;
  readonly draft: Draft;
}

/** How a review ended. */
export type Outcome =
  | { readonly kind: 'approved'; readonly hostname: string; readonly lab: string }
  | { readonly kind: 'denied'; readonly hostname: string }
  /** `decision` is null where this administrator may not see what was decided. */
  | {
      readonly kind: 'decided-by-another';
      readonly hostname: string;
      readonly decision: GrantSummary | null;
    }
  | { readonly kind: 'expired'; readonly hostname: string };

export type FlowState =
  | EntryState<Review>
  | {
      readonly kind: 'review';
      readonly session: Session;
      readonly review: Review;
      readonly busy: 'approving' | 'denying' | null;
      readonly failure: Failure | null;
    }
  | { readonly kind: 'outcome'; readonly session: Session; readonly outcome: Outcome };

/** The state of one kind, for the component that shows it. */
export type StateOf<Kind extends FlowState['kind']> = Extract<FlowState, { kind: Kind }>;
