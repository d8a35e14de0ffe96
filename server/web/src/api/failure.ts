import type { AdminErrorCode } from '@onbench/protocol/admin-api';
import type { ApprovalErrorCode, SignInProblem } from '@onbench/protocol/approval-api';

/** What can go wrong, by name: what the server says, what the way to it does, and what shows before it is asked. */
export type FailureCode =
  | ApprovalErrorCode
  | AdminErrorCode
  | SignInProblem
  /** No answer in time, or none at all. */
  | 'unreachable'
  /** An answer that is not the approval API's: a proxy, another server, a bug. */
  | 'unexpected_answer'
  /** Not eight letters: the server is not asked. */
  | 'incomplete_code'
  /** Holds characters that no code has: the server is not asked. */
  | 'impossible_code'
  /** The browser did not open the organisation's window. */
  | 'window_blocked'
  /** A code that stands for another request than the one that was opened in the inbox. */
  | 'other_request';

/** One thing that went wrong. The words for it are in copy.ts. */
export interface Failure {
  readonly code: FailureCode;
  /** How long the server asks to wait, where it says so. */
  readonly retryAfterSeconds: number | null;
  /** The server's own sentence, where it gave one with a code of its own. */
  readonly message: string | null;
}

/** What a call brought: the checked value, or why there is none. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure };

/** What the server added to the code. */
export type FailureFacts = Partial<Omit<Failure, 'code'>>;

export function failure(code: FailureCode, facts: FailureFacts = {}): Failure {
  return { code, retryAfterSeconds: null, message: null, ...facts };
}
