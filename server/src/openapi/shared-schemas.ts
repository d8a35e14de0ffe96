import { apiError } from '@onbench/protocol/approval-api';
import { oauthError } from '@onbench/protocol/oauth';
import { z } from 'zod';
import { rommRefusal } from '../routes/romm/romm-refusals.ts';

/* What stands in the document once, under a name: how each dialect refuses. */

const SHARED = { Refusal: apiError, RommRefusal: rommRefusal, OAuthRefusal: oauthError };

/** By which the schemas of routes refer to them. */
export const SHARED_SCHEMA_NAMES = z.registry<{ id: string }>();

for (const [id, schema] of Object.entries(SHARED)) SHARED_SCHEMA_NAMES.add(schema, { id });

export function sharedSchemas(): Record<string, object> {
  return Object.fromEntries(
    Object.entries(SHARED).map(([name, schema]) => {
      const { $schema: _dialect, ...described } = z.toJSONSchema(schema);
      return [name, described];
    }),
  );
}
