import {
  ROMM_DEVICE_NAME_MAX_LENGTH,
  type RommApproveRequest,
  type RommPending,
} from '@onbench/protocol/romm-device-grant';
import { type CredentialLifetime, DEFAULT_CREDENTIAL_LIFETIME } from '@onbench/protocol/scopes';
import { printable } from '../printable.ts';
import { wordsForScope } from './scope-words.ts';

/** What a person fills in before a device is paired. */
export interface PairingDraft {
  /** The tick that the code matches the device's screen (security.md T01, T02). */
  readonly compared: boolean;
  readonly deviceName: string;
  readonly scopes: readonly string[];
  readonly expiresIn: CredentialLifetime;
}

/** What can be missing, in the order in which the page shows it. */
export const PAIRING_FIELDS = ['compared', 'deviceName', 'scopes'] as const;

export type PairingField = (typeof PAIRING_FIELDS)[number];

/** Everything that was asked for and may be granted is ticked, but for what is risky. */
export function startPairingDraft(pending: RommPending): PairingDraft {
  return {
    compared: false,
    deviceName: printable(pending.name).slice(0, ROMM_DEVICE_NAME_MAX_LENGTH),
    scopes: pending.allowed_scopes.filter((scope) => !wordsForScope(scope).risky),
    expiresIn: DEFAULT_CREDENTIAL_LIFETIME,
  };
}

/** The fields that keep the draft from being sent, first one first. */
export function findPairingProblems(draft: PairingDraft): readonly PairingField[] {
  const sound: Readonly<Record<PairingField, boolean>> = {
    compared: draft.compared,
    deviceName: draft.deviceName.trim().length <= ROMM_DEVICE_NAME_MAX_LENGTH,
    scopes: draft.scopes.length > 0,
  };
  return PAIRING_FIELDS.filter((field) => !sound[field]);
}

export function toPairingRequest(userCode: string, draft: PairingDraft): RommApproveRequest {
  const deviceName = draft.deviceName.trim();
  return {
    user_code: userCode,
    approved_scopes: [...draft.scopes],
    compared: draft.compared,
    ...(deviceName === '' ? {} : { device_name: deviceName }),
    expires_in: draft.expiresIn,
  };
}
