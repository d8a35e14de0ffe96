import { Secret } from '@onbench/protocol/secret';
import { describe, expect, it } from 'vitest';
import {
  type EnrollmentSecrets,
  secretsFromRecord,
  secretsToRecord,
} from '../../../src/main/enrollment/pending-enrollment.ts';
import { FAKE_KEY } from '../../fakes/fake-workstation.ts';

const LONG_URL = `https://onbench.institute.university.example/${'a'.repeat(100)}/device`;

const SECRETS: EnrollmentSecrets = {
  pending: {
    apiBaseUrl: 'https://api.example',
    key: FAKE_KEY,
    grant: {
      deviceCode: new Secret('d'.repeat(64)),
      userCode: 'BCDF-GHJK',
      verificationUrl: LONG_URL,
      verificationUrlComplete: `${LONG_URL}?user_code=BCDF-GHJK`,
      intervalMs: 5_000,
      lifetimeMs: 900_000,
    },
    expiresAtMs: 1_778_327_100_000,
  },
  databaseKey: null,
  earlierToken: new Secret(`pcy_NMGRL_${'t'.repeat(64)}`),
};

function changed(change: Record<string, unknown>): Secret {
  const kept = JSON.parse(secretsToRecord(SECRETS).reveal());
  return new Secret(JSON.stringify({ ...kept, ...change }));
}

describe('the record of a pending enrollment', () => {
  it('gives back what was put into it', () => {
    const read = secretsFromRecord(secretsToRecord(SECRETS));
    expect(read).toEqual(SECRETS);
    expect(read?.pending.key.privateKey.reveal()).toBe(FAKE_KEY.privateKey.reveal());
    expect(read?.pending.grant.deviceCode.reveal()).toBe('d'.repeat(64));
    expect(read?.earlierToken?.reveal()).toBe(SECRETS.earlierToken?.reveal());
  });

  it('fits into one credential of Windows, which holds 2,560 bytes', () => {
    expect(Buffer.byteLength(secretsToRecord(SECRETS).reveal())).toBeLessThan(2_560);
  });

  it.each([
    ['no JSON', new Secret('canary')],
    ['another version', changed({ v: 2 })],
    ['a key that is none', changed({ private_key: 'canary' })],
    ['an address that leaks', changed({ api: 'http://api.example' })],
    ['a page that is no web page', changed({ url_complete: 'file:///etc/passwd' })],
    ['no code', changed({ device_code: undefined })],
  ])('is refused with %s', (_, record) => {
    expect(secretsFromRecord(record)).toBeNull();
  });
});
