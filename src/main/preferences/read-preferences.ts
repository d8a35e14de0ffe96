import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { StoredPreferences } from './preferences-store.ts';

const preferences = z.object({
  apiBaseUrl: z.string().max(2_048).catch(''),
  proxy: z
    .union([
      z.object({ kind: z.enum(['system', 'none']) }),
      z.object({ kind: z.literal('manual'), url: z.string().max(300) }),
    ])
    .catch({ kind: 'system' }),
  authority: z
    .object({ host: z.string().max(253), pem: z.string().max(65_536) })
    .nullable()
    .catch(null),
});

/** The app's preferences, for a program that only reads them. What is damaged or missing is as before the first use. */
export async function readPreferences(path: string): Promise<Readonly<StoredPreferences>> {
  try {
    return preferences.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return preferences.parse({});
  }
}
