import type { GrantSummary, Session } from '@onbench/protocol/approval-api';
import type { ApprovalClient } from '../api/approval-client.ts';
import { type Answer, failure } from '../api/failure.ts';
import { CodeFlow } from './code-flow.ts';
import { decide } from './decide.ts';
import { type Draft, resumeDraft, startDraft } from './draft.ts';
import type { Review, StateOf } from './flow-state.ts';

type Reviewed = StateOf<'review'> | StateOf<'outcome'>;

/** The page for workstations: whose lab, whose hands, which rights. */
export class ApprovalFlow extends CodeFlow<Review, Reviewed> {
  readonly #client: ApprovalClient;
  /** The request that was opened in the inbox: no other one is reviewed until the person asks for another. */
  #expected: GrantSummary | null;

  constructor(client: ApprovalClient, prefilledCode: string, expected: GrantSummary | null = null) {
    super(client, prefilledCode);
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

  protected async find(session: Session, userCode: string): Promise<Answer<Reviewed>> {
    const answer = await this.#client.lookUp(session.csrf_token, userCode);
    if (!answer.ok) return answer;
    if (this.#expected && this.#expected.id !== answer.value.grant.id) {
      return { ok: false, failure: failure('other_request') };
    }
    const draft = startDraft(answer.value.grant, session);
    const review = { userCode, found: answer.value, draft };
    return { ok: true, value: { kind: 'review', session, review, busy: null, failure: null } };
  }

  protected resume(session: Session, review: Review, samePerson: boolean): Reviewed {
    const draft = resumeDraft(review.draft, session, samePerson);
    const resumed = { ...review, draft };
    return { kind: 'review', session, review: resumed, busy: null, failure: null };
  }

  edit(change: Partial<Draft>): void {
    const state = this.reviewing();
    if (!state || state.busy) return;
    const draft = { ...state.review.draft, ...change };
    this.show({ ...state, review: { ...state.review, draft } });
  }

  approve(): Promise<void> {
    return this.#decide('approving');
  }

  deny(): Promise<void> {
    return this.#decide('denying');
  }

  async #decide(busy: 'approving' | 'denying'): Promise<void> {
    const state = this.reviewing();
    if (!state) return;
    const { session, review } = state;
    const asking = { ...state, busy, failure: null };
    const answer = await this.ask(asking, () => decide(this.#client, state, busy));
    if (!answer) return;
    if (answer.ok) return this.show({ kind: 'outcome', session, outcome: answer.value });
    const reviewer = session.administrator.email;
    const failed = { ...asking, busy: null, failure: answer.failure };
    this.fail(failed, { kind: 'review', review, reviewer });
  }
}
