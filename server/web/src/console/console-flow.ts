import type { Session } from '@onbench/protocol/approval-api';
import type { Answer, Failure } from '../api/failure.ts';
import type { SessionFlow } from '../session/session-flow.ts';

/**
 * What every page does with an answer: a session that has ended, or that is not fresh enough, is the session's affair;
 * all else is shown in place.
 */
export abstract class ConsoleFlow {
  readonly session: SessionFlow;

  constructor(session: SessionFlow) {
    this.session = session;
    session.store.subscribe((now, before) => {
      const signedOut = now.kind === 'sign-in' && now.reason === 'signed-out';
      if (signedOut && before.kind === 'signed-in') this.forget();
    });
  }

  /** Somebody signed out: nothing that they saw or typed is left for whoever comes next. */
  protected abstract forget(): void;

  /**
   * Calls with the session's token, and again with the next one where a fresh sign-in was asked for and given. Null when
   * nobody is signed in, before or after, or when the person goes back.
   */
  protected async ask<Value>(
    call: (session: Session) => Promise<Answer<Value>>,
  ): Promise<Answer<Value> | null> {
    const { session } = this.session;
    if (!session) return null;
    const answer = await call(session);
    if (answer.ok) return answer;
    switch (answer.failure.code) {
      case 'not_signed_in':
        this.session.sessionEnded();
        return null;
      case 'fresh_sign_in_required':
        return (await this.session.askToConfirm()) ? await this.ask(call) : null;
      default:
        return answer;
    }
  }

  /**
   * A task that did not come about: it says why, or is as it was before when the person went back. Null when nobody is
   * signed in any more.
   */
  protected unfinished<Task extends Busy>(task: Task, answer: Refusal | null): Task | null {
    if (answer) return { ...task, busy: false, failure: answer.failure };
    return this.session.session ? { ...task, ...AT_REST } : null;
  }
}

type Refusal = Extract<Answer<unknown>, { readonly ok: false }>;

export type Busy = { readonly busy: boolean; readonly failure: Failure | null };

export const AT_REST: Busy = { busy: false, failure: null };
export const BUSY: Busy = { busy: true, failure: null };
