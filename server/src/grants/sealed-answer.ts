import { Secret } from '@onbench/protocol/secret';
import { z } from 'zod';
import { openSealedText, sealText } from '../secrets/sealed-text.ts';

/** What an approved poll brings: all that its answer is made from. */
export interface MintedAnswer {
  readonly token: Secret;
  readonly lab: string;
  readonly botUsername: string;
  readonly fingerprint: string;
}

const sealedForm = z.object({
  token: z.string().transform((token) => new Secret(token)),
  lab: z.string(),
  botUsername: z.string(),
  fingerprint: z.string(),
});

/** The copy of an answer, readable with the grant's device code alone (design.md, "The server"). */
export function sealAnswer(deviceCode: Secret, grantId: string, answer: MintedAnswer): string {
  const { token, lab, botUsername, fingerprint } = answer;
  const text = JSON.stringify({ token: token.reveal(), lab, botUsername, fingerprint });
  return sealText(deviceCode, grantId, new Secret(text));
}

export function openAnswer(deviceCode: Secret, grantId: string, sealed: string): MintedAnswer {
  return sealedForm.parse(JSON.parse(openSealedText(deviceCode, grantId, sealed).reveal()));
}
