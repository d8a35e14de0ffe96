import fc from 'fast-check';
import { type Attack, applyEdits, type Edit, send } from './attack.ts';
import { ENDPOINTS, type Endpoint, FIELDS } from './good-answers.ts';
import { HOSTILE_VALUES } from './hostile-values.ts';

interface Mutation {
  readonly endpoint: Endpoint;
  readonly edits: readonly Edit[];
  readonly status: number | null;
  readonly contentType: string | null;
  /** Bytes that overwrite the body at a fraction of its length. */
  readonly splice: { readonly at: number; readonly bytes: Uint8Array } | null;
}

const TOKENS = 'pychron-NMGRL .:/\\-_[]@%$*!"\'\n\r\t\u0000é猫';

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_VALUES.map(([, hostile]) => hostile)) },
  { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom(...TOKENS), maxLength: 80 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: -1, max: 70_000 }) },
  { weight: 1, arbitrary: fc.double() },
);

/** Likely to be reached: what comes late is seen only when all that comes before was honest. */
const endpoint = fc.constantFrom(
  ...ENDPOINTS,
  ...['start', 'start', 'poll', 'poll', 'poll', 'poll', 'poll', 'poll'],
);

function mutationOf(endpoint: Endpoint): fc.Arbitrary<Mutation> {
  const edit = fc.record({
    path: fc.constantFrom(...(FIELDS[endpoint].length > 0 ? FIELDS[endpoint] : ['any'])),
    kind: fc.constantFrom('set', 'set', 'set', 'delete', 'duplicate'),
    value,
  });
  const splice = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
  });
  return fc.record({
    endpoint: fc.constant(endpoint),
    edits: fc.array(edit as fc.Arbitrary<Edit>, { maxLength: 3 }),
    status: fc.option(fc.integer({ min: 200, max: 599 }), { freq: 5 }),
    contentType: fc.option(fc.string({ unit: fc.constantFrom(...'ajson/;=+ '), maxLength: 40 }), {
      freq: 8,
    }),
    splice: fc.option(splice, { freq: 3 }),
  });
}

/** The same attacks for the same seed. */
export function mutations(count: number, seed: number): readonly Attack[] {
  const mutation = endpoint.chain((each) => mutationOf(each as Endpoint));
  return fc.sample(mutation, { numRuns: count, seed }).map(attackBy);
}

function attackBy(mutation: Mutation, index: number): Attack {
  const { endpoint, edits, status, contentType, splice } = mutation;
  return {
    name: `mutation ${index}: ${endpoint} ${JSON.stringify(mutation).slice(0, 300)}`,
    endpoint,
    respond: (honest, response) => {
      const body = Buffer.from(applyEdits(honest.body, edits));
      if (splice) body.set(splice.bytes.subarray(0, body.length), startOf(splice, body.length));
      send(response, {
        status: status ?? honest.status,
        headers: contentType === null ? honest.headers : { 'content-type': contentType },
        body: mayHaveBody(status ?? honest.status) ? body : null,
      });
    },
  };
}

function startOf({ at, bytes }: NonNullable<Mutation['splice']>, length: number): number {
  return Math.max(0, Math.floor(at * (length - Math.min(bytes.length, length))));
}

function mayHaveBody(status: number): boolean {
  return status !== 204 && status !== 205 && status !== 304;
}
