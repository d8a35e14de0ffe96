import { z } from 'zod';

/* What the page behind a technician's link calls. Nobody is signed in there: the link's token is all that counts. */

/** What the link stands for ({@link disownable}). A POST so that the token is in no URL. It changes nothing. */
export const DISOWN_LOOKUP_PATH = '/api/v1/disown/lookup';
/** Ends it. */
export const DISOWN_PATH = '/api/v1/disown';

/** 256 random bits in base64url. */
export const disownRequest = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

export const disownable = z.object({
  hostname: z.string(),
  lab: z.string(),
  approved_by: z.string(),
  approved_at: z.iso.datetime(),
});

export type Disownable = Readonly<z.infer<typeof disownable>>;

export const disowned = z.object({ disowned: z.literal(true) });
