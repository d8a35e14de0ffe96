import type { Session } from '@onbench/protocol/approval-api';
import type { Answer, Failure } from '../api/failure.ts';
import type { SessionFlow } from './session-flow.ts';

/** What every list does with an answer: a session that has ended is the session's affair, all else is shown in place. */
export abstract class ConsoleFlow {
  readonly session: SessionFlow;

  constructor(session: SessionFlow) {
    this.session = session;
  }

  /** Calls with the session's token. Null when nobody is signed in, before or after: the page asks for that first. */
  protected async ask<Value>(
    call: (session: Session) => Promise<Answer<Value>>,
  ): Promise<Answer<Value> | null> {
    const { session } = this.session;
    if (!session) return null;
    const answer = await call(session);
    if (answer.ok || answer.failure.code !== 'not_signed_in') return answer;
    this.session.sessionEnded();
    return null;
  }
}

export type Busy = { readonly busy: boolean; readonly failure: Failure | null };

export const AT_REST: Busy = { busy: false, failure: null };
export const BUSY: Busy = { busy: true, failure: null };
