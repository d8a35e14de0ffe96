import type { GrantSummary, Session } from '@onbench/protocol/approval-api';
import type { ApprovalClient } from '../api/approval-client.ts';
import { type Answer, failure } from '../api/failure.ts';
import type { SessionFlow } from '../session/session-flow.ts';
import { CodeFlow } from './code-flow.ts';
import { decide } from './decide.ts';
import { resumeDraft, startDraft } from './draft.ts';
import type { Outcome, Review } from './flow-state.ts';
import type { Decision } from './page-state.ts';

/** The page for workstations: whose lab, whose hands, which rights. */
export class ApprovalFlow extends CodeFlow<Review, Outcome> {
  readonly #client: ApprovalClient;
  /** The request that was opened in the inbox: no other one is reviewed until the person asks for another. */
  #expected: GrantSummary | null;

  constructor(
    session: SessionFlow,
    client: ApprovalClient,
    prefilledCode: string,
    expected: GrantSummary | null = null,
  ) {
    super(session, prefilledCode);
    this.#client = client;
    this.#expected = expected;
  }

  get expected(): GrantSummary | null {
    return this.#expected;
  }

  override enterAnotherCode(): void {
    this.#expected = null;
    super.enterAnotherCode();
  }

  protected async find(session: Session, userCode: string): Promise<Answer<Review>> {
    const answer = await this.#client.lookUp(session.csrf_token, userCode);
    if (!answer.ok) return answer;
    if (this.#expected && this.#expected.id !== answer.value.grant.id) {
      return { ok: false, failure: failure('other_request') };
    }
    const draft = startDraft(answer.value.grant, session);
    return { ok: true, value: { userCode, found: answer.value, draft } };
  }

  protected resume(session: Session, review: Review, samePerson: boolean): Review {
    return { ...review, draft: resumeDraft(review.draft, session, samePerson) };
  }

  protected decide(session: Session, review: Review, decision: Decision): Promise<Answer<Outcome>> {
    return decide(this.#client, session, review, decision);
  }
}
