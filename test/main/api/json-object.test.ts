import { describe, expect, it } from 'vitest';
import { jsonObject } from '../../../src/main/api/json-object.ts';

function answer(body: string, contentType: string | null = 'application/json') {
  const headers: Record<string, string> = contentType ? { 'content-type': contentType } : {};
  return { status: 200, headers, body };
}

function nested(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

describe('jsonObject', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/problem+json',
  ])('reads a body of type %s', (contentType) => {
    expect(jsonObject(answer('{"lab":"NMGRL"}', contentType))).toEqual({ lab: 'NMGRL' });
  });

  it.each([
    ['no content type', '{}', null],
    ['HTML', '{}', 'text/html'],
    ['a type that only starts alike', '{}', 'application/jsonp'],
    ['a body that is cut off', '{"lab":', 'application/json'],
    ['an empty body', '', 'application/json'],
    ['an array', '[]', 'application/json'],
    ['null', 'null', 'application/json'],
    ['a text', '"{}"', 'application/json'],
    ['33 levels', nested(33), 'application/json'],
    ['100,000 open brackets', '['.repeat(100_000), 'application/json'],
  ])('finds none in %s', (_, body, contentType) => {
    expect(jsonObject(answer(body, contentType))).toBeNull();
  });

  it('reads 32 levels', () => {
    expect(jsonObject(answer(nested(32)))).not.toBeNull();
  });

  it('counts no bracket inside a text', () => {
    const text = `\\"${'['.repeat(100)}\\\\`;
    expect(jsonObject(answer(`{"lab":"${text}","n":{}}`))).toHaveProperty('n');
  });

  it('drops a key that would change a prototype', () => {
    const value = jsonObject(answer('{"__proto__":{"lab":"evil"},"ssh_key":{"__proto__":{}}}'));
    expect(Object.keys(value ?? {})).toEqual(['ssh_key']);
    expect(Object.keys(value?.ssh_key as object)).toEqual([]);
  });
});
