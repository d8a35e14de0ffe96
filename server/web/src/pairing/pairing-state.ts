import type { Session } from '@onbench/protocol/approval-api';
import type { Failure } from '../api/failure.ts';
import type { EntryState } from '../flow/entry-state.ts';
import type { WaitingDevice } from './pairing-client.ts';
import type { PairingDraft } from './pairing-draft.ts';

/** A device that waits, and what the person has filled in for it so far. */
export interface PairingReview {
  /** Canonical form. */
  readonly userCode: string;
  readonly found: WaitingDevice;
  readonly draft: PairingDraft;
}

/** How a review ended. */
export interface PairingOutcome {
  readonly kind: 'approved' | 'denied' | 'already-decided' | 'expired';
  readonly deviceName: string;
}

export type PairingState =
  | EntryState<PairingReview>
  | {
      readonly kind: 'review';
      readonly session: Session;
      readonly review: PairingReview;
      readonly busy: 'approving' | 'denying' | null;
      readonly failure: Failure | null;
    }
  | { readonly kind: 'outcome'; readonly session: Session; readonly outcome: PairingOutcome };

export type PairingStateOf<Kind extends PairingState['kind']> = Extract<
  PairingState,
  { kind: Kind }
>;
