import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/* Forgejo's published description of its API (Swagger 2.0), as far as Onbench may call it: the judge of every call. */

interface Parameter {
  readonly in: 'path' | 'query' | 'body';
  readonly name: string;
  readonly schema?: object;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<
    Record<string, { readonly $ref?: string; readonly schema?: object }>
  >;
}

type Json = Parameters<typeof z.fromJSONSchema>[0];

const FILE = join(import.meta.dirname, '../../fixtures/forgejo-api.json');

/** JSON Schema has its definitions elsewhere, and what is not described is refused. */
const text = readFileSync(FILE, 'utf8').replaceAll('#/definitions/', '#/$defs/');
const { paths, definitions, responses } = JSON.parse(text) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly definitions: Readonly<Record<string, object>>;
  readonly responses: Readonly<Record<string, { readonly schema?: object }>>;
};
const $defs = Object.fromEntries(
  Object.entries(definitions).map(([name, form]) => [
    name,
    { additionalProperties: false, ...form },
  ]),
);

export interface DescribedCall {
  /** As the description has it, such as `/users/{username}`. */
  readonly route: string;
  /** What is wrong with the request, or null. */
  readonly problem: string | null;
  checkAnswer(status: number, body: unknown): string | null;
}

export function describeCall(
  method: string,
  url: URL,
  body: unknown,
): DescribedCall | { readonly problem: string } {
  const path = url.pathname.replace(/^\/api\/v1/, '');
  const route = Object.keys(paths).find((each) => matches(each, path, method));
  const operation = route && paths[route]?.[method.toLowerCase()];
  if (!operation) return { problem: `${method} ${path} is not described` };
  const problems = [
    ...undescribedQueries(operation, url),
    ...problemsOf(bodyForm(operation), body, 'its body'),
  ];
  return {
    route,
    problem: problems.length > 0 ? `${method} ${path}: ${problems.join('; ')}` : null,
    checkAnswer: (status, answer) => checkAnswer(operation, status, answer),
  };
}

function matches(route: string, path: string, method: string): boolean {
  const pattern = new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
  return pattern.test(path) && paths[route]?.[method.toLowerCase()] !== undefined;
}

function undescribedQueries({ parameters = [] }: Operation, url: URL): readonly string[] {
  const known = parameters.filter((each) => each.in === 'query').map(({ name }) => name);
  return [...url.searchParams.keys()]
    .filter((name) => !known.includes(name))
    .map((name) => `there is no ${name} to ask for`);
}

function bodyForm({ parameters = [] }: Operation): object | undefined {
  return parameters.find((each) => each.in === 'body')?.schema;
}

function checkAnswer({ responses: known }: Operation, status: number, body: unknown) {
  const described = known[status];
  if (!described) return `${status} is not described`;
  const { schema } = responses[described.$ref?.replace('#/responses/', '') ?? ''] ?? described;
  return problemsOf(schema, body, 'the answer').join('; ') || null;
}

/** Made once for each: it takes longer than the calls that it judges. */
const forms = new Map<object, z.ZodType>();

function formOf(schema: object): z.ZodType {
  const form = forms.get(schema) ?? z.fromJSONSchema({ ...schema, $defs } as Json);
  forms.set(schema, form);
  return form;
}

function problemsOf(schema: object | undefined, value: unknown, what: string): readonly string[] {
  if (!schema) return value === undefined ? [] : [`${what} is not described`];
  const { error } = formOf(schema).safeParse(value);
  return error?.issues.map(({ path, message }) => `${what} ${path.join('.')}: ${message}`) ?? [];
}
