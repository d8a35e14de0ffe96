import { z } from 'zod';
import { GRANTABLE_SCOPES } from './grantable-scopes.ts';
import { labName } from './names.ts';
import { CREDENTIAL_LIFETIMES, SCOPES } from './scopes.ts';
import { storableText } from './storable-text.ts';

/* What an administrator's browser calls: sign-in, lookup, decision. */

export const SESSION_PATH = '/api/v1/session';
/** Leads a browser to the organisation's sign-in; with `?confirm=true`, to show once more who is signed in. */
export const PROVIDER_SIGN_IN_PATH = '/api/v1/session/openid-connect';
/** Where the organisation's sign-in sends the browser back to: its redirect URI. */
export const PROVIDER_CALLBACK_PATH = `${PROVIDER_SIGN_IN_PATH}/callback`;
/** The page on which a sign-in through the organisation ends, with `?problem=` a {@link SignInProblem} if it failed. */
export const PROVIDER_RETURN_PATH = '/signed-in';
export const CSRF_HEADER = 'x-csrf-token';
/** GET gives the grants that the administrator may see ({@link grantList}). */
export const GRANTS_PATH = '/api/v1/forgejo/device-codes';
export const LOOKUP_PATH = '/api/v1/forgejo/device-codes/lookup';
export const APPROVE_PATH = '/api/v1/forgejo/device-codes/approve';
export const DENY_PATH = '/api/v1/forgejo/device-codes/deny';

/** Every refusal of the approval API: `code` for programs, `message` for people (what happened, what to do next). */
export const apiError = z.object({ code: z.string(), message: z.string() });

export type ApiError = z.infer<typeof apiError>;

/** The codes that the approval page tells apart. */
export type ApprovalErrorCode =
  | 'invalid_request'
  | 'wrong_credentials'
  | 'too_many_attempts'
  /** Of this account, from this network or of all: no code is looked at for a while. */
  | 'too_many_wrong_codes'
  /** People sign in through their organisation here. */
  | 'passwords_off'
  | 'not_signed_in'
  /** Needs a sign-in of the last 5 minutes: have the person sign in and send the same again. */
  | 'fresh_sign_in_required'
  | 'forbidden'
  | 'unknown_code'
  | 'expired_code'
  | 'already_decided'
  /** Nobody announced it, and the lab wants to know why it is approved all the same. */
  | 'reason_required';

/** How people sign in; the built pages are told which of them are open (`<meta name="onbench-sign-in">`). */
export const SIGN_IN_METHODS = ['password', 'openid-connect'] as const;

export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** Why nobody is signed in after a visit to the organisation's sign-in. */
export const SIGN_IN_PROBLEMS = [
  /** No administrator has the e-mail address. */
  'unknown_account',
  'email_not_verified',
  'sign_in_cancelled',
  'provider_unreachable',
  /** An answer that is not to be trusted, or that came too late. */
  'provider_refused',
  /** Asked to have the person show who they are again, it did not. */
  'not_reauthenticated',
] as const;

export type SignInProblem = (typeof SIGN_IN_PROBLEMS)[number];

export const signInRequest = z.object({
  email: z.email().max(254),
  password: z.string().min(1).max(1_024),
});

/** GET gives it to a signed-in browser (401 otherwise), POST signs in and gives it, DELETE signs out. */
export const session = z.object({
  administrator: z.object({ email: z.string() }),
  labs: z.array(labName),
  /** Beyond these an approval is refused. */
  may_grant: z.array(z.enum(GRANTABLE_SCOPES)),
  /** May add labs and administrators. */
  server_administrator: z.boolean(),
  csrf_token: z.string(),
});

export type Session = Readonly<z.infer<typeof session>>;

export const userCodeRequest = z.object({ user_code: z.string().min(1).max(64) });

/** How a grant was asked for (protocol.md sections 1 to 3). */
export const GRANT_DIALECTS = ['pychron', 'oauth', 'romm'] as const;

export type GrantDialect = (typeof GRANT_DIALECTS)[number];

/** What an administrator sees of a grant: never a code or a hash. */
export const grantSummary = z.object({
  id: z.string(),
  status: z.enum(['pending', 'approved', 'consumed', 'denied', 'expired']),
  dialect: z.enum(GRANT_DIALECTS),
  /** What asks, by name: a workstation's host name, or under which name a client is registered. */
  hostname: z.string(),
  client: z.object({
    name: z.string().nullable(),
    version: z.string().nullable(),
    platform: z.string().nullable(),
  }),
  /** Null where there is no key: then the code alone is compared. */
  key_fingerprint: z.string().nullable(),
  /** What may be granted at most, where the client has to say so. Null: what the administrator chooses. */
  requested_scopes: z.array(z.enum(SCOPES)).nullable(),
  requested_from: z.string(),
  /** Whether a workstation of this host name was enrolled before, in a lab that this administrator may see. */
  known_workstation: z.boolean(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  decided_at: z.iso.datetime().nullable(),
  decided_by: z.string().nullable(),
  lab: z.string().nullable(),
  technician_email: z.string().nullable(),
  /** Why it was approved although nobody had announced it. */
  reason: z.string().nullable(),
  /** For which labs of this administrator it was announced, until it is approved for them. */
  expected: z.array(
    z.object({
      lab: z.string(),
      technician_email: z.string().nullable(),
      announced_by: z.string(),
    }),
  ),
  /** The labs of this administrator where approving it takes a reason. */
  reason_needed_in: z.array(z.string()),
});

export type GrantSummary = Readonly<z.infer<typeof grantSummary>>;

export const grantList = z.object({ device_codes: z.array(grantSummary) });

/**
 * Whether a person has compared what they approve with the screen of what asks (security.md T01). The page always says
 * so; programs that speak the protocol as it stands leave it out.
 */
export const compared = z
  .boolean()
  .refine((value) => value, 'compare with the screen of what asks before you approve')
  .optional();

export const approveRequest = z.object({
  user_code: z.string().min(1).max(64),
  lab: labName,
  technician_email: z.email('enter the e-mail address of the technician').max(254),
  scopes: z.array(z.enum(SCOPES)).min(1, 'choose at least one scope'),
  device_name: z.string().trim().min(1).max(100).optional(),
  compared,
  expires_in: z.enum(CREDENTIAL_LIFETIMES).optional(),
  /** Asked of people, where the lab wants to know; never of programs. */
  reason: storableText(500).trim().min(1, 'say why you approve it').optional(),
});

export type ApproveRequest = z.infer<typeof approveRequest>;
