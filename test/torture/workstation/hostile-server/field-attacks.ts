import { type Attack, applyEdits, type Edit, send } from './attack.ts';
import { ENDPOINTS, type Endpoint, FIELDS, json } from './good-answers.ts';
import { HOSTILE_VALUES } from './hostile-values.ts';

/** Every field of every answer, with every hostile value; missing; and standing twice. */
export function fieldAttacks(): readonly Attack[] {
  return ENDPOINTS.flatMap((endpoint) =>
    FIELDS[endpoint].flatMap((path) => [
      ...HOSTILE_VALUES.map(([name, value]) =>
        fieldAttack(endpoint, name, { path, kind: 'set', value }),
      ),
      fieldAttack(endpoint, 'missing', { path, kind: 'delete', value: null }),
      fieldAttack(endpoint, 'twice', { path, kind: 'duplicate', value: '*' }),
    ]),
  );
}

function fieldAttack(endpoint: Endpoint, name: string, edit: Edit): Attack {
  return {
    name: `${endpoint}: ${edit.path} is ${name}`,
    endpoint,
    respond: (honest, response) =>
      send(response, { ...honest, body: applyEdits(honest.body, [edit]) }),
  };
}

/** What the poll answers first, so that a token is given back: a credential that cannot be used. */
export const SPOILT_CREDENTIAL = json(200, { lab: '*' });
