import { sshAlias, sshHost, sshPort } from '@onbench/protocol/ssh-host-alias';
import { SHA256_FINGERPRINT } from '@onbench/protocol/ssh-public-key';
import { z } from 'zod';
import { parseApiBaseUrl } from '../../shared/api-base-url.ts';

/**
 * What Onbench itself notes of a lab, beside what the lab's software reads. It holds no secret. A field that does not
 * read is as good as one that was never noted, so each has a value to fall back to.
 */
export const labRecord = z.object({
  apiBaseUrl: z
    .string()
    .refine((text) => parseApiBaseUrl(text).ok)
    .nullable()
    .catch(null),
  keyFingerprint: z.string().regex(SHA256_FINGERPRINT).nullable().catch(null),
  sshHost: z
    .object({ alias: sshAlias, host: sshHost, port: sshPort, knownHostsLine: z.string() })
    .nullable()
    .catch(null),
  scopes: z.array(z.string()).catch([]),
  tokenExpiresAt: z.iso.datetime().nullable().catch(null),
  enrolledAt: z.iso.datetime().nullable().catch(null),
  clones: z.array(z.object({ repository: z.string(), path: z.string() })).catch([]),
  /** The smallest threshold of which the technician has been told, for this token. */
  warnedDays: z.number().nullable().catch(null),
  /** Set when the lab is to go from this machine, so that a removal that was interrupted goes on. */
  ending: z
    .object({ server: z.enum(['revoked', 'left-on-server', 'no-token']), alsoClones: z.boolean() })
    .nullable()
    .catch(null),
});

export type LabRecord = Readonly<z.infer<typeof labRecord>>;

export const EMPTY_RECORD: LabRecord = labRecord.parse({});

/** What an enrollment may find missing and make, and the last removal takes away again. */
export const MADE_BY_US = ['ssh-folder', 'ssh-config', 'keys-folder', 'known-hosts'] as const;

/**
 * Which lab's files stand at the fixed names. While a lab takes the place of another, `move` says how far that is: until
 * it is null again, every start goes on from there.
 */
export const labIndex = z.object({
  current: z.string().nullable().catch(null),
  move: z
    .discriminatedUnion('kind', [
      /** The fixed files are those of `from`; they are being copied to its folder. */
      z.object({ kind: z.literal('park'), from: z.string() }),
      /** The fixed files are nobody's only copy any more; those of `current` are being copied there. */
      z.object({ kind: z.literal('place') }),
      /** The fixed files are those of `current`; the copies in its folder go. */
      z.object({ kind: z.literal('tidy') }),
    ])
    .nullable()
    .catch(null),
  made: z.array(z.enum(MADE_BY_US)).catch([]),
});

export type LabIndex = Readonly<z.infer<typeof labIndex>>;
