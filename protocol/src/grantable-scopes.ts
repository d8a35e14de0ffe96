import { ROMM_SCOPES } from './romm-scopes.ts';
import { SCOPES } from './scopes.ts';

/** Everything that an administrator can be allowed to grant: to workstations and programs, and to devices of their own. */
export const GRANTABLE_SCOPES = [...SCOPES, ...ROMM_SCOPES] as const;

export type GrantableScope = (typeof GRANTABLE_SCOPES)[number];
