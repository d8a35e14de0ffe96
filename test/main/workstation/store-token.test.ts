import { Secret } from '@onbench/protocol/secret';
import { describe, expect, it } from 'vitest';
import { storeToken } from '../../../src/main/workstation/store-token.ts';
import { FakeKeyring } from '../../fakes/fake-keyring.ts';

const TOKEN = new Secret('pcy_NMGRL_0123456789abcdef');
const STORED = { ok: true, value: { foundByPython: true } };

describe('storeToken', () => {
  it('stores the token under the lab', async () => {
    const keyring = new FakeKeyring();
    expect(await storeToken(keyring, 'NMGRL', TOKEN)).toEqual(STORED);
    const found = await keyring.get('NMGRL');
    expect(found.ok && found.value?.reveal()).toBe(TOKEN.reveal());
  });

  it.each(['unavailable', 'timed-out'] as const)('says that the keyring is %s', async (failure) => {
    const keyring = new FakeKeyring();
    keyring.failure = failure;
    expect(await storeToken(keyring, 'NMGRL', TOKEN)).toEqual({ ok: false, failure });
  });

  it('says when another text comes back', async () => {
    const keyring = new FakeKeyring();
    keyring.alter = (text) => text.slice(0, -1);
    expect(await storeToken(keyring, 'NMGRL', TOKEN)).toEqual({
      ok: false,
      failure: 'read-back-differs',
    });
  });

  it('says when the keyring fails between storing and reading back', async () => {
    const keyring = new FakeKeyring();
    keyring.alter = (text) => {
      keyring.failure = 'timed-out';
      return text;
    };
    expect(await storeToken(keyring, 'NMGRL', TOKEN)).toEqual({ ok: false, failure: 'timed-out' });
  });
});
