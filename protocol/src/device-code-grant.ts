import { z } from 'zod';
import { hostname, labName, repositoryIdentifier } from './names.ts';
import { Secret } from './secret.ts';
import { sshHostAlias } from './ssh-host-alias.ts';
import { SHA256_FINGERPRINT } from './ssh-public-key.ts';

/*
 * The workstation's half of the pychronAPI dialect: start and poll. Both are unauthenticated; the device code is the
 * credential. Parsers take unknown JSON and give checked values under our own names; secrets come out wrapped.
 */

export const DEVICE_CODES_PATH = '/api/v1/forgejo/device-codes';
export const POLL_PATH = `${DEVICE_CODES_PATH}/poll`;
export const ACKNOWLEDGE_PATH = `${DEVICE_CODES_PATH}/ack`;

/** What the poll answers while it is not 200. */
export const POLL_STATUS = {
  pending: 425,
  denied: 403,
  /** One uniform answer for unknown, expired, used: nobody can probe which. */
  gone: 410,
  fingerprintRejected: 400,
  slowDown: 429,
} as const;

/** The longest wire value of ours: a public key line of the largest RSA key is well below it. */
const MAX_TEXT = 8_192;

const text = z.string().min(1).max(MAX_TEXT);

/** As it is shown, drawn as a QR code and opened: URL parsers drop line breaks silently, so none may be in it. */
const webUrl = z
  .url({ protocol: /^https?$/ })
  .max(2_048)
  .regex(/^[\x21-\x7e]+$/, 'not a plain URL');

export const startRequest = z.object({
  public_key: text,
  hostname,
  capabilities: z.array(z.string().max(64)).max(16).optional(),
  client: z
    .object({ name: z.string().max(64), version: z.string().max(64), platform: z.string().max(64) })
    .partial()
    .optional(),
});

export type StartRequest = z.infer<typeof startRequest>;

export const startResponse = z
  .object({
    device_code: text,
    user_code: z.string().regex(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/, 'not a code of the form ABCD-EFGH'),
    verification_url: webUrl,
    verification_url_complete: webUrl,
    expires_at: z.iso.datetime({ offset: true }),
    interval_seconds: z.number().positive().finite(),
  })
  .transform((wire) => ({
    deviceCode: new Secret(wire.device_code),
    userCode: wire.user_code,
    verificationUrl: wire.verification_url,
    verificationUrlComplete: wire.verification_url_complete,
    expiresAt: new Date(wire.expires_at),
    intervalMs: wire.interval_seconds * 1_000,
  }));

export const pollRequest = z.object({ device_code: text });

/** The acknowledgement names the same one field. */
export const acknowledgeRequest = pollRequest;

export const metadataRepository = z.object({
  repository_identifier: repositoryIdentifier,
  ssh_url: text,
  /** Empty where the host serves ssh only. */
  https_url: z.string().max(MAX_TEXT),
  branch: text,
});

/**
 * The `ssh_key` object. Unknown keys are kept: the object is written to registration.json as the server sent it, for
 * the lab's own software.
 */
export const sshKeyRegistration = z.looseObject({
  bot_username: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'not a user name'),
  fingerprint: z.string().regex(SHA256_FINGERPRINT, 'not a SHA256 fingerprint'),
  rotated: z.boolean().optional(),
});

export type SshKeyRegistration = Readonly<z.infer<typeof sshKeyRegistration>>;

/** `pcy_<lab>_<random>`: visible ASCII, so that no header or keyring can misread it. */
const apiToken = z
  .string()
  .max(1_024)
  .regex(/^[\x21-\x7e]{16,}$/, 'not a token');

/** A database account's key file: text, or the JSON itself. What else stands beside it means nothing to a workstation. */
const serviceAccountKey = z.union([
  z.string().min(1).max(65_536),
  z.record(z.string(), z.unknown()).transform((key) => JSON.stringify(key)),
]);

const databaseIam = z.object({ service_account_key_json: serviceAccountKey.nullish() });

export const tokenResponse = z
  .object({
    api_token: apiToken,
    lab: labName,
    api_base_url: webUrl.optional(),
    default_metadata_repo: metadataRepository.nullish(),
    ssh_host_alias: sshHostAlias.nullish(),
    ssh_key: sshKeyRegistration,
    database_iam: databaseIam.nullish(),
  })
  .transform((wire) => ({
    apiToken: new Secret(wire.api_token),
    lab: wire.lab,
    apiBaseUrl: wire.api_base_url ?? null,
    sshHostAlias: wire.ssh_host_alias ?? null,
    sshKey: wire.ssh_key,
    /** What goes into the database account's key file, and nowhere else. */
    databaseKey: secretOrNull(wire.database_iam?.service_account_key_json),
  }));

function secretOrNull(text: string | null | undefined): Secret | null {
  return text == null ? null : new Secret(text);
}

/** What an approved poll brings. It exists in plaintext in that one answer. */
export type MintedCredential = Readonly<z.infer<typeof tokenResponse>>;
