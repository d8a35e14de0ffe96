import { labName } from '@onbench/protocol/names';
import { describe, expect, it } from 'vitest';
import { CANARY_ACCOUNT, keyringCheck } from '../../../src/main/workstation/check-keyring.ts';
import { FakeKeyring } from '../../fakes/fake-keyring.ts';

const { signal } = new AbortController();

function check(keyring: FakeKeyring, platform: NodeJS.Platform = 'linux') {
  return keyringCheck(keyring, platform).run(signal);
}

function problem(kind: string) {
  return { kind: 'problem', problem: { kind, backend: 'Secret Service' } };
}

describe('keyringCheck', () => {
  it.each([
    ['linux', 'Secret Service'],
    ['freebsd', 'Secret Service'],
    ['darwin', 'macOS Keychain'],
    ['win32', 'Windows Credential Manager'],
  ] as const)('names the keyring of %s', (platform, backend) => {
    expect(keyringCheck(new FakeKeyring(), platform).subject).toBe(backend);
  });

  it('uses an account that no lab can have', () => {
    expect(labName.safeParse(CANARY_ACCOUNT).success).toBe(false);
  });

  it('passes and leaves nothing', async () => {
    const keyring = new FakeKeyring();
    const accounts: string[] = [];
    const set = keyring.set.bind(keyring);
    keyring.set = (account, secret) => {
      accounts.push(account);
      return set(account, secret);
    };
    expect(await check(keyring)).toEqual({ kind: 'passed' });
    expect(accounts).toEqual([CANARY_ACCOUNT]);
    expect(await keyring.get(CANARY_ACCOUNT)).toEqual({ ok: true, value: null });
  });

  it('writes another canary each time, so that a leftover does not pass for a write', async () => {
    const keyring = new FakeKeyring();
    const texts: string[] = [];
    keyring.alter = (text) => {
      texts.push(text);
      return text;
    };
    await check(keyring);
    await check(keyring);
    expect(new Set(texts).size).toBe(2);
  });

  it.each([
    ['unavailable', 'keyring-unavailable'],
    ['timed-out', 'keyring-timed-out'],
  ] as const)('finds a keyring that is %s', async (failure, kind) => {
    const keyring = new FakeKeyring();
    keyring.failure = failure;
    expect(await check(keyring)).toEqual(problem(kind));
  });

  it('finds a keyring that keeps something else, and deletes what it kept', async () => {
    const keyring = new FakeKeyring();
    keyring.alter = (text) => text.slice(1);
    expect(await check(keyring)).toEqual(problem('keyring-altered'));
    expect(await keyring.get(CANARY_ACCOUNT)).toEqual({ ok: true, value: null });
  });

  it('finds a keyring in which Python would not find the token', async () => {
    const keyring = new FakeKeyring();
    keyring.foundByPython = false;
    expect(await check(keyring)).toEqual(problem('keyring-not-shared'));
    expect(await keyring.get(CANARY_ACCOUNT)).toEqual({ ok: true, value: null });
  });

  it('finds a keyring that refuses only the write, as a locked one does', async () => {
    const keyring = new FakeKeyring();
    keyring.set = async () => ({ ok: false, failure: 'unavailable' });
    expect(await check(keyring)).toEqual(problem('keyring-unavailable'));
  });

  it('finds a keyring that does not delete', async () => {
    const keyring = new FakeKeyring();
    keyring.delete = async () => ({ ok: false, failure: 'unavailable' });
    expect(await check(keyring)).toEqual(problem('keyring-unavailable'));
  });

  it('does not wait for the deletion once the write has failed', async () => {
    const keyring = new FakeKeyring();
    keyring.failure = 'timed-out';
    keyring.delete = () => new Promise(() => undefined);
    expect(await check(keyring)).toEqual(problem('keyring-timed-out'));
  });
});
