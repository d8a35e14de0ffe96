import type { ApprovalErrorCode } from '@onbench/protocol/approval-api';
import { z } from 'zod';
import { tooManyWrongCodesWords } from '../refusals.ts';

/** Every refusal of the dialect: a word or a sentence, or for bodies of the wrong shape a list of what is wrong. */
export const rommRefusal = z.object({
  /** By which the server's own page tells apart what has the same status. */
  code: z.string().optional(),
  detail: z.union([
    z.string(),
    z.array(
      z.object({
        type: z.string(),
        loc: z.array(z.union([z.string(), z.number()])),
        msg: z.string(),
      }),
    ),
  ]),
});

export type RommRefusal = z.infer<typeof rommRefusal>;

export const ROMM_REFUSALS = { '4xx': rommRefusal, '5xx': rommRefusal } as const;

export const NOT_SIGNED_IN: RommRefusal = { detail: 'Sign in, or send a valid bearer token' };

export const FORGED: RommRefusal = {
  detail: 'Not sent from the page that this session belongs to',
};

export const UNKNOWN_CODE: RommRefusal = { detail: 'No device is waiting with this code' };

export const STALE_SIGN_IN: RommRefusal = {
  code: 'fresh_sign_in_required' satisfies ApprovalErrorCode,
  detail: 'You signed in more than 5 minutes ago. Sign in again to go on.',
};

export const SCOPES_EXCEEDED: RommRefusal = {
  detail: 'Grant only scopes that were asked for and that you hold yourself',
};

/** The same for right and wrong codes: nothing was looked at (security.md T04). */
export function tooManyWrongCodes(seconds: number): RommRefusal {
  return { detail: tooManyWrongCodesWords(seconds) };
}

export const DEVICE_NOT_FOUND: RommRefusal = { detail: 'Device not found' };

export const TOKEN_NOT_FOUND: RommRefusal = { detail: 'Token not found' };

export const TOO_MANY: RommRefusal = { detail: 'Too many requests. Try again later.' };

export const UNAVAILABLE: RommRefusal = { detail: 'The server cannot answer right now' };

export const INTERNAL: RommRefusal = { detail: 'Internal server error' };

export function scopeMissing(scope: string): RommRefusal {
  return { detail: `Forbidden: the scope ${scope} is needed` };
}

export function alreadyDecided(status: string): RommRefusal {
  return { detail: `Code already ${status === 'denied' ? 'denied' : 'approved'}` };
}
