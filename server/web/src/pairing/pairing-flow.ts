import type { Session } from '@onbench/protocol/approval-api';
import type { Answer } from '../api/failure.ts';
import { CodeFlow } from '../flow/code-flow.ts';
import type { Decision } from '../flow/page-state.ts';
import type { SessionFlow } from '../session/session-flow.ts';
import type { PairingClient } from './pairing-client.ts';
import { startPairingDraft, toPairingRequest } from './pairing-draft.ts';
import type { PairingOutcome, PairingReview } from './pairing-state.ts';

/** The page for a person's own devices. */
export class PairingFlow extends CodeFlow<PairingReview, PairingOutcome> {
  readonly #client: PairingClient;

  constructor(session: SessionFlow, client: PairingClient, prefilledCode: string) {
    super(session, prefilledCode);
    this.#client = client;
  }

  protected async find(_session: Session, userCode: string): Promise<Answer<PairingReview>> {
    const answer = await this.#client.lookUp(userCode);
    if (!answer.ok) return answer;
    const draft = startPairingDraft(answer.value.pending);
    return { ok: true, value: { userCode, found: answer.value, draft } };
  }

  /** Nobody approves on the strength of a comparison that another person made. */
  protected resume(_session: Session, review: PairingReview, samePerson: boolean): PairingReview {
    const { draft } = review;
    return { ...review, draft: { ...draft, compared: draft.compared && samePerson } };
  }

  protected async decide(
    session: Session,
    review: PairingReview,
    decision: Decision,
  ): Promise<Answer<PairingOutcome>> {
    const { userCode, draft, found } = review;
    const token = session.csrf_token;
    const answer =
      decision === 'approving'
        ? await this.#client.approve(token, toPairingRequest(userCode, draft))
        : await this.#client.deny(token, userCode);
    const kind = outcomeOf(answer, decision);
    if (kind) return { ok: true, value: { kind, deviceName: found.pending.name } };
    if (answer.ok) throw new Error('A decision that was taken has no outcome');
    return answer;
  }
}

/** Null: the review goes on. */
function outcomeOf(answer: Answer<unknown>, decision: Decision): PairingOutcome['kind'] | null {
  if (answer.ok) return decision === 'approving' ? 'approved' : 'denied';
  if (answer.failure.code === 'already_decided') return 'already-decided';
  return answer.failure.code === 'unknown_code' ? 'expired' : null;
}
