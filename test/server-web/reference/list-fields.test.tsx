import { describe, expect, it } from 'vitest';
import { listFields } from '../../../server/web/src/reference/list-fields.ts';

const name = { type: 'string' };

describe('listFields', () => {
  it.each([
    ['an object', { properties: { name }, required: ['name'] }, ['name: string']],
    ['a field that may be left out', { properties: { name } }, ['name?: string']],
    [
      'what may be null',
      { properties: { name: { type: ['string', 'null'] } } },
      ['name?: string or null'],
    ],
    [
      'objects in a list',
      {
        properties: { all: { items: { type: 'object', properties: { name } } } },
        required: ['all'],
      },
      ['all: list of object', 'all[].name?: string'],
    ],
    [
      'an object that may be null',
      {
        properties: {
          key: { anyOf: [{ type: 'object', properties: { name } }, { type: 'null' }] },
        },
      },
      ['key?: object or null', 'key.name?: string'],
    ],
    [
      'a list',
      { items: { type: 'object', properties: { name } } },
      [': list of object', '[].name?: string'],
    ],
    ['a choice', { properties: { mode: { enum: ['api', 'push'] } } }, ['mode?: api | push']],
    ['what has a name', { $ref: '#/components/schemas/Named' }, ['name?: string']],
  ])('lists %s', (_what, schema, lines) => {
    const fields = listFields(schema, { Named: { properties: { name } } });
    const shown = fields.map(
      ({ name, required, type }) => `${name}${required ? '' : '?'}: ${type}`,
    );
    expect(shown).toEqual(lines);
  });
});
