import type { Session } from '@onbench/protocol/approval-api';
import type { ApprovalClient } from '../api/approval-client.ts';
import type { Answer } from '../api/failure.ts';
import { CodeFlow } from './code-flow.ts';
import { decide } from './decide.ts';
import { resumeDraft, startDraft } from './draft.ts';
import type { Decision, ReviewState } from './entry-state.ts';
import type { Outcome, Review } from './flow-state.ts';

/** The page for workstations: whose lab, whose hands, which rights. */
export class ApprovalFlow extends CodeFlow<Review, Outcome> {
  readonly #client: ApprovalClient;

  constructor(client: ApprovalClient, prefilledCode: string) {
    super(client, prefilledCode);
    this.#client = client;
  }

  protected async find(session: Session, userCode: string): Promise<Answer<Review>> {
    const answer = await this.#client.lookUp(session.csrf_token, userCode);
    if (!answer.ok) return answer;
    const draft = startDraft(answer.value.grant, session.labs);
    return { ok: true, value: { userCode, found: answer.value, draft } };
  }

  protected resume(session: Session, review: Review, samePerson: boolean): Review {
    return { ...review, draft: resumeDraft(review.draft, session.labs, samePerson) };
  }

  protected decide(state: ReviewState<Review>, decision: Decision): Promise<Answer<Outcome>> {
    return decide(this.#client, state, decision);
  }
}
