import { describe, expect, it } from 'vitest';
import { canGoOn } from '../../src/shared/can-go-on.ts';
import type { EnrollmentFailure } from '../../src/shared/enrollment.ts';

const interrupted = { kind: 'interrupted', lab: 'NMGRL', tokenByHand: false } as const;
const file = { kind: 'file-error', path: '/x', code: 'ENOSPC' } as const;

describe('canGoOn', () => {
  it.each<EnrollmentFailure>([
    { kind: 'not-proved', lab: 'NMGRL', proofs: [] },
    { kind: 'ssh-config-conflict', path: '/c', problem: 'not-a-file', line: 1 },
    { ...file, step: 'keys' },
    { ...interrupted, missing: 'keyring' },
  ])('holds for %j: the approval is still good', (failure) => {
    expect(canGoOn(failure)).toBe(true);
  });

  it.each<EnrollmentFailure>([
    { ...file, step: 'new-key' },
    { ...interrupted, missing: 'token' },
    { kind: 'expired' },
    { kind: 'host-key-refused', host: 'h', revocation: 'revoked' },
  ])('does not hold for %j: there is no approval, or no more', (failure) => {
    expect(canGoOn(failure)).toBe(false);
  });
});
