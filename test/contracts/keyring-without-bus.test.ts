import { Secret } from '@onbench/protocol/secret';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { KeytarKeyring } from '../../src/main/workstation/keytar-keyring.ts';

describe('KeytarKeyring without a session bus', () => {
  beforeAll(() => {
    vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'disabled:');
    return () => vi.unstubAllEnvs();
  });

  it('is unavailable at every call', async () => {
    const keyring = new KeytarKeyring('pychron.cloud.without-bus');
    const unavailable = { ok: false, failure: 'unavailable' };
    expect(await keyring.get('NMGRL')).toEqual(unavailable);
    expect(await keyring.set('NMGRL', new Secret('pcy_NMGRL_0123456789'))).toEqual(unavailable);
    expect(await keyring.delete('NMGRL')).toEqual(unavailable);
    expect(await keyring.isAvailable()).toBe(false);
  });
});
