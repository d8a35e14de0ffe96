import type { ApiDocument, ApiSchema } from './api-document.ts';

/** One line of what a body consists of. */
export interface ApiField {
  /** `ssh_key.fingerprint`; a list's items are `results[].outcome`. Empty: the body itself. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

type Schemas = ApiDocument['components']['schemas'];

/** Every field of a body, those of objects within it after the object. */
export function listFields(schema: ApiSchema, schemas: Schemas): readonly ApiField[] {
  const resolved = resolve(schema, schemas);
  return resolved.properties
    ? fieldsOf(resolved, '', schemas)
    : [
        { name: '', type: describeType(resolved, schemas), required: true },
        ...inner(resolved, '', schemas),
      ];
}

function fieldsOf(object: ApiSchema, prefix: string, schemas: Schemas): readonly ApiField[] {
  return Object.entries(object.properties ?? {}).flatMap(([key, value]) => {
    const schema = resolve(value, schemas);
    const name = prefix + key;
    const required = object.required?.includes(key) ?? false;
    return [
      { name, type: describeType(schema, schemas), required },
      ...inner(schema, name, schemas),
    ];
  });
}

/** The fields of an object, of a list's items, of what may also be null. */
function inner(schema: ApiSchema, name: string, schemas: Schemas): readonly ApiField[] {
  if (schema.properties) return fieldsOf(schema, name === '' ? '' : `${name}.`, schemas);
  if (schema.items) return inner(resolve(schema.items, schemas), `${name}[]`, schemas);
  return variantsOf(schema).flatMap((variant) => inner(resolve(variant, schemas), name, schemas));
}

function describeType(schema: ApiSchema, schemas: Schemas): string {
  const variants = variantsOf(schema);
  if (variants.length > 0) {
    const types = variants.map((variant) => describeType(resolve(variant, schemas), schemas));
    return [...new Set(types)].join(' or ');
  }
  if (schema.enum) return schema.enum.map(String).join(' | ');
  if (schema.const !== undefined) return String(schema.const);
  if (schema.items) return `list of ${describeType(resolve(schema.items, schemas), schemas)}`;
  if (schema.format) return FORMATS[schema.format] ?? schema.format;
  return [schema.type ?? 'anything'].flat().join(' or ');
}

const FORMATS: Readonly<Record<string, string>> = { 'date-time': 'time', uri: 'URL', uuid: 'UUID' };

function variantsOf({ anyOf, oneOf }: ApiSchema): readonly ApiSchema[] {
  return anyOf ?? oneOf ?? [];
}

function resolve(schema: ApiSchema, schemas: Schemas): ApiSchema {
  const name = schema.$ref?.split('/').at(-1);
  return (name === undefined ? undefined : schemas[name]) ?? schema;
}
