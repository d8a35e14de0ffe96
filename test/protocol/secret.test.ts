import { format, inspect } from 'node:util';
import { Secret } from '@onbench/protocol/secret';
import { describe, expect, it } from 'vitest';

const TEXT = 'pcy_NMGRL_canary-0123456789';

describe('Secret', () => {
  it('gives its text on demand only', () => {
    expect(new Secret(TEXT).reveal()).toBe(TEXT);
  });

  it('is visibly a secret where it is printed', () => {
    const secret = new Secret(TEXT);
    expect(`${secret}`).toBe('[secret]');
    expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}');
    expect(inspect({ secret })).toBe('{ secret: [secret] }');
  });

  it.each([
    ['concatenation', (secret: Secret) => `${secret}`],
    ['String()', (secret: Secret) => String(secret)],
    ['JSON', (secret: Secret) => JSON.stringify({ nested: [secret] })],
    ['inspect', (secret: Secret) => inspect({ secret }, { depth: 9, showHidden: true })],
    ['console formatting', (secret: Secret) => format('%s %o %j', secret, secret, secret)],
    ['an error cause', (secret: Secret) => inspect(new Error('x', { cause: secret }))],
    [
      'own keys',
      (secret: Secret) => Object.entries(secret).join() + Reflect.ownKeys(secret).join(),
    ],
    ['spreading', (secret: Secret) => JSON.stringify({ ...secret })],
    [
      'a structured clone',
      (secret: Secret) => inspect(structuredClone(secret), { showHidden: true }),
    ],
  ])('does not show it in %s', (_, show) => {
    expect(show(new Secret(TEXT))).not.toContain('canary');
  });
});
