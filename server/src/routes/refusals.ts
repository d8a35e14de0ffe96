import type { ApiError, ApprovalErrorCode } from '@onbench/protocol/approval-api';
import { apiError } from '@onbench/protocol/approval-api';

/** Every refusal of every route has this shape. */
export const REFUSAL_RESPONSES = { '4xx': apiError, '5xx': apiError } as const;

function approvalRefusal(code: ApprovalErrorCode, message: string): ApiError {
  return { code, message };
}

/* What a person reads on the approval page: what happened and what to do next. */

export const UNKNOWN_CODE = approvalRefusal(
  'unknown_code',
  'No workstation is waiting with this code. Compare it with the code on its screen and type it again.',
);

export const EXPIRED_CODE = approvalRefusal(
  'expired_code',
  'This code has expired. Start the enrollment on the workstation again to get a new one.',
);

export const NOT_SIGNED_IN = approvalRefusal('not_signed_in', 'Sign in to go on.');

export const STALE_SIGN_IN = approvalRefusal(
  'fresh_sign_in_required',
  'You signed in more than 5 minutes ago. Sign in again to go on.',
);

export const PASSWORDS_OFF = approvalRefusal(
  'passwords_off',
  'Nobody signs in with a password here. Sign in with your organisation instead.',
);

export const WRONG_CREDENTIALS = approvalRefusal(
  'wrong_credentials',
  'The e-mail address or the password is wrong.',
);

export const CSRF_REFUSED = approvalRefusal(
  'forbidden',
  'This page is no longer up to date. Reload it and try again.',
);

export function alreadyDecided(status: string): ApiError {
  const decision = status === 'denied' ? 'denied' : 'approved';
  return approvalRefusal(
    'already_decided',
    `This code has already been ${decision}. The workstation needs a new one for another decision.`,
  );
}

export function otherLab(lab: string): ApiError {
  return approvalRefusal(
    'forbidden',
    `You cannot approve workstations for the lab ${lab}. Ask one of its administrators.`,
  );
}

export function reasonRequired(lab: string): ApiError {
  return approvalRefusal(
    'reason_required',
    `Nobody announced this device for the lab ${lab}. Say why you approve it.`,
  );
}

export function scopesExceeded(scopes: readonly string[]): ApiError {
  return approvalRefusal('forbidden', `You cannot grant ${scopes.join(' and ')}.`);
}

export function scopesNotRequested(scopes: readonly string[]): ApiError {
  return approvalRefusal('forbidden', `This request does not ask for ${scopes.join(' and ')}.`);
}

export function tooManyAttempts(seconds: number): ApiError {
  const wait = seconds === 1 ? '1 second' : `${seconds} seconds`;
  return approvalRefusal('too_many_attempts', `Too many attempts. Wait ${wait} and try again.`);
}

/** The same for right and wrong codes: nothing was looked at (security.md T04). */
export function tooManyWrongCodes(seconds: number): ApiError {
  return approvalRefusal('too_many_wrong_codes', tooManyWrongCodesWords(seconds));
}

export function tooManyWrongCodesWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  const wait = minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return `Too many wrong codes. Try again in ${wait}.`;
}

export function wrongOrigin(expected: string): ApiError {
  return approvalRefusal(
    'forbidden',
    `This request came from another address. Open ${expected}/device.`,
  );
}

/* What a workstation is told. */

/** One answer for unknown, expired, used and the rest, byte for byte (security.md T08). */
export const GONE: ApiError = {
  code: 'gone',
  message: 'This device code is not valid. Start the enrollment again.',
};

export const PENDING: ApiError = {
  code: 'authorization_pending',
  message: 'An administrator has not decided yet.',
};

export const DENIED: ApiError = {
  code: 'access_denied',
  message: 'An administrator denied the enrollment.',
};

export const SLOW_DOWN: ApiError = {
  code: 'slow_down',
  message: 'Polled too fast. Wait 5 seconds longer between polls from now on.',
};

export const KEY_REJECTED: ApiError = {
  code: 'key_rejected',
  message:
    'fingerprint rejected: send an ed25519 public key that is not in use. A new key is needed.',
};

export const MINT_FAILED: ApiError = {
  code: 'mint_failed',
  message: 'The git host did not take the key. Start the enrollment again.',
};

export const UNAVAILABLE: ApiError = {
  code: 'unavailable',
  message: 'The server cannot answer right now. Try again later.',
};

export const INTERNAL: ApiError = {
  code: 'internal',
  message: 'Something went wrong in the server. Its log says what.',
};

export const INVALID_TOKEN: ApiError = {
  code: 'invalid_token',
  message: 'The token is not valid, or no longer.',
};

export const NOT_FOUND: ApiError = { code: 'not_found', message: 'There is nothing here.' };

export function scopeMissing(scope: string): ApiError {
  return { code: 'forbidden', message: `The token lacks the scope ${scope}.` };
}
