import { describe, expect, it } from 'vitest';
import {
  hashOf,
  randomHexSecret,
  randomSecret,
} from '../../../server/src/secrets/random-secret.ts';

describe('randomSecret', () => {
  it('carries 256 bits and never repeats', () => {
    const seen = new Set<string>();
    for (let draw = 0; draw < 10_000; draw += 1) seen.add(randomSecret().reveal());
    expect(seen.size).toBe(10_000);
    for (const text of seen) expect(Buffer.from(text, 'base64url')).toHaveLength(32);
  });

  it('keeps the prefix in front', () => {
    expect(randomSecret('pcy_NMGRL_').reveal()).toMatch(/^pcy_NMGRL_[A-Za-z0-9_-]{43}$/);
  });
});

describe('randomHexSecret', () => {
  it('carries the same 256 bits as 64 digits behind its prefix, and never repeats', () => {
    expect(randomHexSecret('rmm_').reveal()).toMatch(/^rmm_[0-9a-f]{64}$/);
    expect(randomHexSecret().reveal()).not.toBe(randomHexSecret().reveal());
  });
});

describe('hashOf', () => {
  it('does not contain what it hashes', () => {
    const secret = randomSecret();
    expect(hashOf(secret)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(hashOf(secret)).not.toContain(secret.reveal());
  });
});
