import type { Session } from '@onbench/protocol/approval-api';
import type { Answer } from '../api/failure.ts';
import { CodeFlow, type SessionClient } from '../flow/code-flow.ts';
import type { PairingClient } from './pairing-client.ts';
import { type PairingDraft, startPairingDraft, toPairingRequest } from './pairing-draft.ts';
import type { PairingOutcome, PairingReview, PairingStateOf } from './pairing-state.ts';

type Reviewed = PairingStateOf<'review'> | PairingStateOf<'outcome'>;

/** The page for a person's own devices. */
export class PairingFlow extends CodeFlow<PairingReview, Reviewed> {
  readonly #client: PairingClient;

  constructor(session: SessionClient, client: PairingClient, prefilledCode: string) {
    super(session, prefilledCode);
    this.#client = client;
  }

  protected async find(session: Session, userCode: string): Promise<Answer<Reviewed>> {
    const answer = await this.#client.lookUp(userCode);
    if (!answer.ok) return answer;
    const draft = startPairingDraft(answer.value.pending);
    const review = { userCode, found: answer.value, draft };
    return { ok: true, value: { kind: 'review', session, review, busy: null, failure: null } };
  }

  /** Nobody approves on the strength of a comparison that another person made. */
  protected resume(session: Session, review: PairingReview, samePerson: boolean): Reviewed {
    const draft = { ...review.draft, compared: review.draft.compared && samePerson };
    const resumed = { ...review, draft };
    return { kind: 'review', session, review: resumed, busy: null, failure: null };
  }

  edit(change: Partial<PairingDraft>): void {
    const state = this.reviewing();
    if (!state || state.busy) return;
    const draft = { ...state.review.draft, ...change };
    this.show({ ...state, review: { ...state.review, draft } });
  }

  async approve(): Promise<void> {
    await this.#decide('approving', ({ session, review }) =>
      this.#client.approve(session.csrf_token, toPairingRequest(review.userCode, review.draft)),
    );
  }

  async deny(): Promise<void> {
    await this.#decide('denying', ({ session, review }) =>
      this.#client.deny(session.csrf_token, review.userCode),
    );
  }

  async #decide(
    busy: 'approving' | 'denying',
    send: (state: PairingStateOf<'review'>) => Promise<Answer<unknown>>,
  ): Promise<void> {
    const state = this.reviewing();
    if (!state) return;
    const { session, review } = state;
    const asking = { ...state, busy, failure: null };
    const answer = await this.ask(asking, () => send(state));
    if (!answer) return;
    const kind = outcomeOf(answer, busy);
    const deviceName = review.found.pending.name;
    if (kind) return this.show({ kind: 'outcome', session, outcome: { kind, deviceName } });
    if (answer.ok) throw new Error('A decision that was taken has no outcome');
    const reviewer = session.administrator.email;
    const failed = { ...asking, busy: null, failure: answer.failure };
    this.fail(failed, { kind: 'review', review, reviewer });
  }
}

/** Null: the review goes on. */
function outcomeOf(
  answer: Answer<unknown>,
  busy: 'approving' | 'denying',
): PairingOutcome['kind'] | null {
  if (answer.ok) return busy === 'approving' ? 'approved' : 'denied';
  if (answer.failure.code === 'already_decided') return 'already-decided';
  return answer.failure.code === 'unknown_code' ? 'expired' : null;
}
