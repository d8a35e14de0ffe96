import type { GrantSummary } from '@onbench/protocol/approval-api';
import type { LookedUpGrant } from '../api/approval-client.ts';
import type { Draft } from './draft.ts';
import type { PageState } from './page-state.ts';

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

export type FlowState = PageState<Review, Outcome>;

/** The state of one kind, for the component that shows it. */
export type StateOf<Kind extends FlowState['kind']> = Extract<FlowState, { kind: Kind }>;
