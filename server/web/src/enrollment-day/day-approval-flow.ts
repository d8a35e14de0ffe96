import type { Session } from '@onbench/protocol/approval-api';
import type { EnrollmentDay } from '@onbench/protocol/enrollment-day-api';
import type { ApprovalClient } from '../api/approval-client.ts';
import type { Answer } from '../api/failure.ts';
import { ApprovalFlow } from '../flow/approval-flow.ts';
import { type Draft, offeredScopes } from '../flow/draft.ts';
import type { Outcome, Review } from '../flow/flow-state.ts';
import type { Decision } from '../flow/page-state.ts';
import type { SessionFlow } from '../session/session-flow.ts';

/** What stays from one machine of a day to the next; never the comparison. */
type Kept = Pick<Draft, 'lab' | 'technicianEmail' | 'scopes' | 'expiresIn'>;

/** One machine after the other: each by its own code and comparison, with what was chosen for the one before. */
export class DayApprovalFlow extends ApprovalFlow {
  readonly day: EnrollmentDay;
  #kept: Kept | null = null;
  #approved = 0;

  constructor(session: SessionFlow, client: ApprovalClient, day: EnrollmentDay) {
    super(session, client, '');
    this.day = day;
  }

  /** By this page, since it was opened. */
  get approved(): number {
    return this.#approved;
  }

  protected override async find(session: Session, userCode: string): Promise<Answer<Review>> {
    const answer = await super.find(session, userCode);
    if (!answer.ok) return answer;
    const review = answer.value;
    const offered = offeredScopes(review.found.grant, session);
    const kept = this.#kept ?? { lab: this.day.lab };
    const draft = { ...review.draft, ...kept };
    const scopes = draft.scopes.filter((scope) => offered.includes(scope));
    return { ok: true, value: { ...review, draft: { ...draft, scopes } } };
  }

  protected override async decide(
    session: Session,
    review: Review,
    decision: Decision,
  ): Promise<Answer<Outcome>> {
    const answer = await super.decide(session, review, decision);
    if (answer.ok && answer.value.kind === 'approved') {
      const { lab, technicianEmail, scopes, expiresIn } = review.draft;
      this.#kept = { lab, technicianEmail, scopes, expiresIn };
      this.#approved += 1;
    }
    return answer;
  }
}
