import { Secret } from '@onbench/protocol/secret';
import { describe, expect, it } from 'vitest';
import type { Keyring } from '../../src/main/workstation/keyring.ts';
import { KeytarKeyring } from '../../src/main/workstation/keytar-keyring.ts';
import { storeToken } from '../../src/main/workstation/store-token.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { useKeyringSession } from '../support/use-keyring-session.ts';

const SERVICE = 'pychron.cloud.failures';
const TOKEN = new Secret('pcy_NMGRL_0123456789abcdef');
const STORED = { ok: true, value: { foundByPython: true } };
const TIME_LIMIT_MS = 400;

/** Every call of a keyring that fails, as the tests below expect it. */
async function outcomes(keyring: Keyring): Promise<unknown[]> {
  const results = [
    await keyring.get('NMGRL'),
    await keyring.set('NMGRL', TOKEN),
    await keyring.delete('NMGRL'),
  ];
  return [
    ...results.map((result) => (result.ok ? 'ok' : result.failure)),
    await keyring.isAvailable(),
  ];
}

describe('a keyring that fails', () => {
  it.each(['unavailable', 'timed-out'] as const)(
    'is %s at every call in the fake',
    async (failure) => {
      const keyring = new FakeKeyring();
      keyring.failure = failure;
      expect(await outcomes(keyring)).toEqual([failure, failure, failure, false]);
    },
  );
});

// In this order: libsecret keeps its connection, so each real failure builds on the one before.
describe('a real gnome-keyring that fails', () => {
  const session = useKeyringSession();
  const signal = (name: NodeJS.Signals) => process.kill(session().daemonPid, name);

  it('times out while its daemon is stopped, and never carries out what it gave up', async () => {
    const patient = new KeytarKeyring(SERVICE);
    const impatient = new KeytarKeyring(SERVICE, TIME_LIMIT_MS);
    expect(await storeToken(patient, 'NMGRL', TOKEN)).toEqual(STORED);
    signal('SIGSTOP');
    for (const token of ['the-one-that-was-begun', 'the-one-that-waited-behind-it']) {
      expect(await storeToken(impatient, 'NMGRL', new Secret(token))).toEqual({
        ok: false,
        failure: 'timed-out',
      });
    }

    signal('SIGCONT');
    const found = async () => {
      const result = await impatient.get('NMGRL');
      return result.ok && result.value?.reveal();
    };
    await expect.poll(found).toBe(TOKEN.reveal());
    expect(await found()).toBe(TOKEN.reveal());
    expect(await storeToken(patient, 'NMGRL', TOKEN)).toEqual(STORED);
  });

  it('does not take a token while the collection is locked', async () => {
    await session().lock();
    const keyring = new KeytarKeyring(SERVICE);
    expect(await keyring.set('NMGRL', TOKEN)).toEqual({ ok: false, failure: 'unavailable' });
    expect(await storeToken(keyring, 'NMGRL', TOKEN)).toEqual({
      ok: false,
      failure: 'unavailable',
    });
  });

  it('is unavailable once its daemon was killed between two calls', async () => {
    signal('SIGKILL');
    const keyring = new KeytarKeyring(SERVICE);
    expect(await outcomes(keyring)).toEqual(['unavailable', 'unavailable', 'unavailable', false]);
  });
});
