import type { Session } from '@onbench/protocol/approval-api';
import type { ApprovalClient } from '../api/approval-client.ts';
import type { Answer } from '../api/failure.ts';
import { toApproveRequest } from './draft.ts';
import type { Outcome, Review } from './flow-state.ts';
import type { Decision } from './page-state.ts';

/** Sends the decision and says how the review ended, or why it did not end. */
export async function decide(
  client: ApprovalClient,
  session: Session,
  review: Review,
  decision: Decision,
): Promise<Answer<Outcome>> {
  const { userCode, draft } = review;
  const { hostname } = review.found.grant;
  const answer =
    decision === 'approving'
      ? await client.approve(session.csrf_token, toApproveRequest(userCode, draft))
      : await client.deny(session.csrf_token, userCode);
  if (answer.ok) {
    return decision === 'approving'
      ? { ok: true, value: { kind: 'approved', hostname, lab: draft.lab } }
      : { ok: true, value: { kind: 'denied', hostname } };
  }
  switch (answer.failure.code) {
    case 'already_decided':
      return { ok: true, value: await findWhatWasDecided(client, session, review) };
    case 'unknown_code':
    case 'expired_code':
      return { ok: true, value: { kind: 'expired', hostname } };
    default:
      return answer;
  }
}

/**
 * The first decision wins (security.md T11). It may be this administrator's own, whose answer was lost on the way:
 * that is told apart by asking.
 */
async function findWhatWasDecided(
  client: ApprovalClient,
  session: Session,
  review: Review,
): Promise<Outcome> {
  const { hostname, id } = review.found.grant;
  const found = await client.findGrant(id);
  const decision = found.ok ? found.value : null;
  if (decision && decision.decided_by === session.administrator.email) {
    if (decision.status === 'denied') return { kind: 'denied', hostname };
    if (decision.lab !== null) return { kind: 'approved', hostname, lab: decision.lab };
  }
  return { kind: 'decided-by-another', hostname, decision };
}
