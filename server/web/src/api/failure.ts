import type { ApprovalErrorCode } from '@onbench/protocol/approval-api';

/** What can go wrong, by name: what the server says, what the way to it does, and what shows before it is asked. */
export type FailureCode =
  | ApprovalErrorCode
  /** No answer in time, or none at all. */
  | 'unreachable'
  /** An answer that is not the approval API's: a proxy, another server, a bug. */
  | 'unexpected_answer'
  /** Not eight letters: the server is not asked. */
  | 'incomplete_code'
  /** Holds characters that no code has: the server is not asked. */
  | 'impossible_code';

/** One thing that went wrong. The words for it are in copy.ts. */
export interface Failure {
  readonly code: FailureCode;
  /** How long the server asks to wait, where it says so. */
  readonly retryAfterSeconds: number | null;
}

/** What a call brought: the checked value, or why there is none. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure };

export function failedWith(
  code: FailureCode,
  retryAfterSeconds: number | null = null,
): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, retryAfterSeconds } };
}
