import { hostname, labName, repositoryIdentifier } from '@onbench/protocol/names';
import { describe, expect, it } from 'vitest';

/** What would mean something to a shell, a path, an ssh config, a line or an object. */
const HOSTILE = [
  '',
  ' ',
  'a b',
  'a\n',
  'a\nb',
  'a\rb',
  'a\vb',
  'a\u2028b',
  'a\u0000',
  '*',
  '?',
  '!a',
  '..',
  '../a',
  'a/../b',
  '/a',
  '-oProxyCommand=x',
  '$(id)',
  '`id`',
  '%h',
  'a;b',
  "a'b",
  'a"b',
  'a\\b',
  'a:b',
  'a@b',
];

describe('labName', () => {
  it.each(['NMGRL', 'a', 'Lab_2', 'lab-3', `a${'b'.repeat(62)}`])('accepts %s', (name) => {
    expect(labName.parse(name)).toBe(name);
  });

  it.each([...HOSTILE, 'Ärger', '_a', 'a.b', `a${'b'.repeat(63)}`, '__proto__'])(
    'refuses %j',
    (name) => {
      expect(labName.safeParse(name).success).toBe(false);
    },
  );

  it.each([null, undefined, 7, ['NMGRL'], { toString: () => 'NMGRL' }])('refuses %j', (value) => {
    expect(labName.safeParse(value).success).toBe(false);
  });
});

describe('repositoryIdentifier', () => {
  it.each(['NMGRL/MetaData', 'a/b', 'a/b.c_d-e'])('accepts %s', (name) => {
    expect(repositoryIdentifier.parse(name)).toBe(name);
  });

  it.each([...HOSTILE, 'a', 'a/', '/b', 'a/b/c', 'a/../b', 'a/.git', 'a/-b', 'a/..', 'a//b'])(
    'refuses %j',
    (name) => {
      expect(repositoryIdentifier.safeParse(name).success).toBe(false);
    },
  );
});

describe('hostname', () => {
  it.each(['lab-mac-01', 'lab.example.org', 'Labor_Süd', '実験室', 'a'.repeat(253)])(
    'accepts %s',
    (name) => {
      expect(hostname.parse(name)).toBe(name);
    },
  );

  it.each([
    ...HOSTILE.filter((text) => text !== '..' && !text.startsWith('-')),
    '<script>',
    'a\u202eb',
    'a\u200bb',
    'a'.repeat(254),
  ])('refuses %j', (name) => {
    expect(hostname.safeParse(name).success).toBe(false);
  });
});
