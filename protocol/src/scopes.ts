/** What a token may be used for. The names are on the wire. */
export const SCOPES = ['workstations:register_ssh_key', 'device-codes:approve'] as const;

export type Scope = (typeof SCOPES)[number];

/** What a workstation is given unless its administrator decides otherwise. */
export const DEFAULT_SCOPES: readonly Scope[] = ['workstations:register_ssh_key'];

/** How long a credential lives, as an administrator chooses it. */
export const CREDENTIAL_LIFETIMES = ['30d', '90d', '1y', 'never'] as const;

export type CredentialLifetime = (typeof CREDENTIAL_LIFETIMES)[number];

export const DEFAULT_CREDENTIAL_LIFETIME: CredentialLifetime = '90d';
