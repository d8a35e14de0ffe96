import { createHash } from 'node:crypto';
import { type MintedCredential, tokenResponse } from '@onbench/protocol/device-code-grant';
import type { Secret } from '@onbench/protocol/secret';
import { z } from 'zod';
import { parseApiBaseUrl } from '../../shared/api-base-url.ts';
import { FINISHING_STEPS } from '../../shared/enrollment.ts';
import { withoutSecrets } from '../workstation/render-registration.ts';

/** Where the token of an approval is, as far as a later process can rely on it. */
const tokenPlace = z.enum(['on-its-way', 'refused', 'keyring', 'by-hand']);

const step = z.enum(FINISHING_STEPS);

const apiBaseUrl = z.string().refine((text) => parseApiBaseUrl(text).ok);

const waiting = z.object({ kind: z.literal('waiting'), apiBaseUrl });

const finishing = z.object({
  kind: z.literal('finishing'),
  apiBaseUrl,
  lab: z.string(),
  /** Wall clock: a server with `ack` gives its answer again for some minutes from here. */
  approvedAtMs: z.number(),
  keyFingerprint: z.string(),
  tokenPlace,
  /** SHA-256 of the token: tells whether what the keyring holds is the new one, and gives nothing away. */
  tokenDigest: z.string(),
  /** Whether the keyring keeps what the remaining steps need beside the token. */
  secretsKept: z.boolean(),
  hasDatabaseKey: z.boolean(),
  begun: z.array(step),
  done: z.array(step),
  /** The answer as the wire had it, without its secrets. It is parsed again before it is believed. */
  answer: z.record(z.string(), z.unknown()),
});

/** Over, but not yet cleared away. */
const ended = z.object({ kind: z.literal('ended') });

const journalEntry = z.discriminatedUnion('kind', [waiting, finishing, ended]);

/** What the journal's file says about the one enrollment that is under way. No secret is in it. */
export type JournalEntry = z.infer<typeof journalEntry>;
export type FinishingEntry = z.infer<typeof finishing>;

/** Null for a file that is damaged or of another version. */
export function parseJournalEntry(text: string): JournalEntry | null {
  try {
    return journalEntry.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export interface ApprovedEnrollment {
  readonly apiBaseUrl: string;
  readonly keyFingerprint: string;
  readonly credential: MintedCredential;
  readonly approvedAtMs: number;
}

/** The first entry of finishing, before anything of it is done. */
export function finishingEntry(approved: ApprovedEnrollment, secretsKept: boolean): FinishingEntry {
  const { credential, ...facts } = approved;
  return {
    kind: 'finishing',
    ...facts,
    lab: credential.lab,
    tokenPlace: 'on-its-way',
    tokenDigest: digestOf(credential.apiToken),
    secretsKept,
    hasDatabaseKey: credential.databaseKey !== null,
    begun: [],
    done: [],
    answer: answerWithoutSecrets(credential),
  };
}

/** The credential of an entry and its secrets, held to the same grammar as when it came; null if it does not fit. */
export function credentialOf(
  entry: FinishingEntry,
  token: Secret,
  databaseKey: Secret | null,
): MintedCredential | null {
  const parsed = tokenResponse.safeParse({
    ...entry.answer,
    api_token: token.reveal(),
    ...(databaseKey && { database_iam: { service_account_key_json: databaseKey.reveal() } }),
  });
  return parsed.success ? parsed.data : null;
}

export function digestOf(token: Secret): string {
  return createHash('sha256').update(token.reveal()).digest('hex');
}

function answerWithoutSecrets(credential: MintedCredential): Record<string, unknown> {
  const { lab, apiBaseUrl: named, sshHostAlias, sshKey, apiToken } = credential;
  return {
    lab,
    ...(named !== null && { api_base_url: named }),
    ssh_host_alias: sshHostAlias && {
      alias: sshHostAlias.alias,
      real_host: sshHostAlias.host,
      port: sshHostAlias.port,
      known_hosts_line: sshHostAlias.knownHostsLine,
    },
    ssh_key: withoutSecrets(sshKey, apiToken),
  };
}
