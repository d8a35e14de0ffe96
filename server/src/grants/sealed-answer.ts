import { Secret } from '@onbench/protocol/secret';
import { z } from 'zod';
import { openSealedText, sealText } from '../secrets/sealed-text.ts';

/** A key as the git host let it in. */
export interface MintedKey {
  readonly botUsername: string;
  readonly fingerprint: string;
}

/** What an approved poll brings: all that its answer is made from. */
export interface MintedAnswer {
  readonly token: Secret;
  readonly lab: string;
  /** Null where the grant has no key. */
  readonly key: MintedKey | null;
}

const sealedForm = z.object({
  token: z.string().transform((token) => new Secret(token)),
  lab: z.string(),
  key: z.object({ botUsername: z.string(), fingerprint: z.string() }).nullable(),
});

/** The copy of an answer, readable with the grant's device code alone (design.md, "The server"). */
export function sealAnswer(deviceCode: Secret, grantId: string, answer: MintedAnswer): string {
  const text = JSON.stringify({ ...answer, token: answer.token.reveal() });
  return sealText(deviceCode, grantId, new Secret(text));
}

export function openAnswer(deviceCode: Secret, grantId: string, sealed: string): MintedAnswer {
  return sealedForm.parse(JSON.parse(openSealedText(deviceCode, grantId, sealed).reveal()));
}
