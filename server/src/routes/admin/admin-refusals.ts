import type { AdminErrorCode } from '@onbench/protocol/admin-api';
import type { ApiError, ApprovalErrorCode } from '@onbench/protocol/approval-api';

function refusal(code: AdminErrorCode | ApprovalErrorCode, message: string): ApiError {
  return { code, message };
}

/* What a person reads on the administrators' pages: what happened and what to do next. */

export const SERVER_ADMINISTRATORS_ONLY = refusal(
  'forbidden',
  'Only administrators of the server may do this. Ask one of them.',
);

/** Somebody else's is as one that does not exist (security.md T23). */
export const DEVICE_NOT_FOUND = refusal(
  'not_found',
  'There is no such device in your labs any more. Load the list again.',
);

export const REQUEST_NOT_FOUND = refusal(
  'not_found',
  'This request has expired. If the machine still needs access, start again there.',
);

export const ANNOUNCEMENT_NOT_FOUND = refusal(
  'not_found',
  'There is no such announcement in your labs any more. Load the list again.',
);

export const DAY_NOT_FOUND = refusal(
  'not_found',
  'There is no such enrollment day in your labs any more. Load the list again.',
);

export function labNotYours(lab: string): ApiError {
  return refusal('forbidden', `You do not administer the lab ${lab}. Ask one who does.`);
}

export const ADMINISTRATOR_NOT_FOUND = refusal(
  'not_found',
  'There is no such administrator any more. Load the list again.',
);

export const LIST_CHANGED = refusal(
  'invalid_request',
  'The list cannot go on from there. Load it again from its beginning.',
);

export const ADMINISTRATOR_EXISTS = refusal(
  'already_exists',
  'There is an administrator with this e-mail address already. Change that one instead.',
);

export const LAST_ADMINISTRATOR = refusal(
  'last_administrator',
  'Nobody would be left to look after the server. Make somebody else its administrator first.',
);

export function labExists(name: string): ApiError {
  return refusal('already_exists', `There is a lab ${name} already. Choose another name.`);
}

export function labsUnknown(names: readonly string[]): ApiError {
  return refusal('invalid_request', `There is no lab ${names.join(' or ')}. Add it first.`);
}
