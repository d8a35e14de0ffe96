import type { z } from 'zod';

/** The request that a draft makes, or the fields of its form that keep it from being one. */
export type ReadDraft<Request, Field> =
  | { readonly kind: 'complete'; readonly request: Request }
  | { readonly kind: 'incomplete'; readonly problems: readonly Field[] };

/** `fields`: which field of the form each key of the request is filled in by. */
export function readDraft<Schema extends z.ZodType, Field extends string>(
  schema: Schema,
  fields: { readonly [Key in keyof z.input<Schema>]: Field },
  values: { readonly [Key in keyof z.input<Schema>]: unknown },
): ReadDraft<z.output<Schema>, Field> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return { kind: 'complete', request: parsed.data };
  const named: Readonly<Record<string, Field>> = fields;
  const problems = parsed.error.issues.flatMap(({ path }) => named[String(path[0])] ?? []);
  return { kind: 'incomplete', problems: [...new Set(problems)] };
}
