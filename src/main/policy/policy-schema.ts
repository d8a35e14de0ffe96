import { isAbsolute } from 'node:path';
import { labName } from '@onbench/protocol/names';
import { z } from 'zod';
import { parseApiBaseUrl } from '../../shared/api-base-url.ts';
import { parseProxyUrl } from '../../shared/network-settings.ts';

/** Words for people, on one line. */
const ONE_LINE = /^[^\p{Cc}\u2028\u2029]+$/u;

const apiBaseUrl = z
  .strictObject({
    url: z
      .string()
      .max(2_048)
      .refine((url) => parseApiBaseUrl(url).ok, 'not an https address without ? and #')
      .describe('Where the enrollment server is, such as https://api.example.org.'),
    required: z
      .boolean()
      .default(false)
      .describe('true: no other server may be used. false: it is suggested, and may be changed.'),
  })
  .describe('The enrollment server.');

/**
 * The lab's policy file (docs/policy.md). Keys that are not known are refused: a typing mistake must not leave a machine
 * without the rule that was meant. `npm test` compares docs/policy.schema.json with this.
 */
export const policySchema = z
  .strictObject({
    $schema: z.string().optional().describe('For editors. Onbench does not read it.'),
    apiBaseUrl: apiBaseUrl.optional(),
    allowedLabs: z
      .array(labName)
      .min(1)
      .optional()
      .describe('This workstation enrolls in these labs only. A token for another one is revoked.'),
    caFile: z
      .string()
      .max(4_096)
      .refine((path) => isAbsolute(path), 'not an absolute path')
      .optional()
      .describe(
        'PEM file of the lab’s own certificate authority, trusted for the server above only.',
      ),
    proxy: z
      .union([
        z.enum(['system', 'none']),
        z
          .string()
          .max(300)
          .refine((url) => parseProxyUrl(url).ok, 'not system, none or http://host:port'),
      ])
      .optional()
      .describe('"system", "none" or http://host:port.'),
    hideOpenPage: z
      .boolean()
      .default(false)
      .describe('Takes the button away that opens the approval page on this workstation.'),
    supportContact: z
      .string()
      .max(200)
      .regex(ONE_LINE, 'not one line of text')
      .optional()
      .describe('Whom to ask when something fails. One line, shown as it is.'),
    language: z
      .string()
      .max(35)
      .refine(isLanguageTag, 'not a language tag such as en-GB')
      .optional()
      .describe('BCP 47 tag: how numbers and dates are written.'),
  })
  .refine(({ caFile, apiBaseUrl }) => caFile === undefined || apiBaseUrl !== undefined, {
    path: ['caFile'],
    error: 'needs an apiBaseUrl: the authority is trusted for that host only',
  });

export type Policy = z.infer<typeof policySchema>;

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
