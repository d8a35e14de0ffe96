import {
  type ApproveRequest,
  approveRequest,
  type GrantSummary,
  type Session,
} from '@onbench/protocol/approval-api';
import {
  type CredentialLifetime,
  DEFAULT_CREDENTIAL_LIFETIME,
  DEFAULT_SCOPES,
  SCOPES,
  type Scope,
} from '@onbench/protocol/scopes';
import { printable } from '../printable.ts';

/** What an administrator fills in before approving. */
export interface Draft {
  /** The tick that code and fingerprint match the workstation's screen (security.md T01). */
  readonly compared: boolean;
  /** Empty until one is chosen. */
  readonly lab: string;
  readonly technicianEmail: string;
  readonly scopes: readonly Scope[];
  readonly expiresIn: CredentialLifetime;
  readonly deviceName: string;
  /** Why it is approved although nobody announced it. */
  readonly reason: string;
}

/** What can be missing, in the order in which the page shows it. */
export const DRAFT_FIELDS = [
  'compared',
  'lab',
  'reason',
  'technicianEmail',
  'scopes',
  'deviceName',
] as const;

export type DraftField = (typeof DRAFT_FIELDS)[number];

export const DEVICE_NAME_MAX_LENGTH = 100;
export const REASON_MAX_LENGTH = 500;

export function startDraft(grant: GrantSummary, session: Session): Draft {
  const offered = offeredScopes(grant, session);
  const [announced] = grant.expected;
  return {
    compared: false,
    lab: announced?.lab ?? onlyLab(session.labs),
    technicianEmail: announced?.technician_email ?? '',
    scopes: DEFAULT_SCOPES.filter((scope) => offered.includes(scope)),
    expiresIn: DEFAULT_CREDENTIAL_LIFETIME,
    deviceName: printable(grant.hostname).slice(0, DEVICE_NAME_MAX_LENGTH),
    reason: '',
  };
}

/** What may be ticked: what this administrator may grant and, where the client has to say so, was asked for. */
export function offeredScopes(
  grant: GrantSummary,
  { may_grant }: Pick<Session, 'may_grant'>,
): readonly Scope[] {
  const asked = grant.requested_scopes ?? SCOPES;
  return asked.filter((scope) => may_grant.includes(scope));
}

/**
 * The draft after signing in again. Whoever signs in may have other labs; and nobody approves on the strength of a
 * comparison that another person made.
 */
export function resumeDraft(
  draft: Draft,
  { labs, may_grant }: Session,
  samePerson: boolean,
): Draft {
  return {
    ...draft,
    scopes: draft.scopes.filter((scope) => may_grant.includes(scope)),
    compared: draft.compared && samePerson,
    lab: labs.includes(draft.lab) ? draft.lab : onlyLab(labs),
  };
}

/** The lab that needs no choice, or none. */
export function onlyLab(labs: readonly string[]): string {
  return labs.length === 1 ? (labs[0] ?? '') : '';
}

/** The fields that keep the draft from being sent, first one first. */
export function findProblems(
  draft: Draft,
  grant: Pick<GrantSummary, 'reason_needed_in'>,
): readonly DraftField[] {
  const { shape } = approveRequest;
  const sound: Readonly<Record<DraftField, boolean>> = {
    compared: draft.compared,
    lab: shape.lab.safeParse(draft.lab).success,
    reason: !grant.reason_needed_in.includes(draft.lab) || draft.reason.trim() !== '',
    technicianEmail: shape.technician_email.safeParse(draft.technicianEmail.trim()).success,
    scopes: shape.scopes.safeParse(draft.scopes).success,
    deviceName: draft.deviceName.trim().length <= DEVICE_NAME_MAX_LENGTH,
  };
  return DRAFT_FIELDS.filter((field) => !sound[field]);
}

export function toApproveRequest(userCode: string, draft: Draft): ApproveRequest {
  const deviceName = draft.deviceName.trim();
  const reason = draft.reason.trim();
  return {
    user_code: userCode,
    lab: draft.lab,
    technician_email: draft.technicianEmail.trim(),
    scopes: [...draft.scopes],
    compared: draft.compared,
    ...(deviceName === '' ? {} : { device_name: deviceName }),
    expires_in: draft.expiresIn,
    ...(reason === '' ? {} : { reason }),
  };
}
