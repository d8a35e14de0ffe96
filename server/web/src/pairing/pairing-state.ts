import type { PageState } from '../flow/page-state.ts';
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

export type PairingState = PageState<PairingReview, PairingOutcome>;

export type PairingStateOf<Kind extends PairingState['kind']> = Extract<
  PairingState,
  { kind: Kind }
>;
