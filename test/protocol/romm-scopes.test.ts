import { describe, expect, it } from 'vitest';
import { sortScopes } from '../../protocol/src/romm-scopes.ts';

describe('sortScopes', () => {
  it('gives each scope once, in order, and leaves what it was given', () => {
    const asked = ['roms.read', 'me.read', 'roms.read'];
    expect(sortScopes(asked)).toEqual(['me.read', 'roms.read']);
    expect(asked).toEqual(['roms.read', 'me.read', 'roms.read']);
  });
});
