import { Secret } from '@onbench/protocol/secret';
import { describe, expect, it } from 'vitest';
import { CANARY_ACCOUNT, keyringCheck } from '../../src/main/workstation/check-keyring.ts';
import { KeytarKeyring } from '../../src/main/workstation/keytar-keyring.ts';
import { useKeyringSession } from '../support/use-keyring-session.ts';

/** One for all checks, as in the app: it carries its calls out in their order, late ones included. */
const keyring = new KeytarKeyring('pychron.cloud.canary', 2_000);

function check() {
  return keyringCheck(keyring, 'linux').run(new AbortController().signal);
}

function problem(kind: string) {
  return { kind: 'problem', problem: { kind, backend: 'Secret Service' } };
}

// In this order: libsecret keeps its connection, so each failure builds on the one before.
describe('the canary in a real gnome-keyring', () => {
  const session = useKeyringSession();
  const signal = (name: NodeJS.Signals) => process.kill(session().daemonPid, name);
  const leftover = async () => {
    const found = await keyring.get(CANARY_ACCOUNT);
    if (!found.ok) throw new Error(found.failure);
    return found.value?.reveal() ?? null;
  };

  it('passes, leaves nothing, and lets the tokens of labs be', async () => {
    const token = new Secret('pcy_NMGRL_0123456789abcdef');
    await keyring.set('NMGRL', token);
    expect(await check()).toEqual({ kind: 'passed' });
    expect(await leftover()).toBeNull();
    const kept = await keyring.get('NMGRL');
    expect(kept.ok && kept.value?.reveal()).toBe(token.reveal());
  });

  it('finds a daemon that keeps silent', async () => {
    signal('SIGSTOP');
    expect(await check()).toEqual(problem('keyring-timed-out'));
    expect(await keyring.isIdleWithin(50)).toBe(false);
    signal('SIGCONT');
    expect(await keyring.isIdleWithin(20_000)).toBe(true);
  });

  it('removes a canary that an earlier check had to leave', async () => {
    await keyring.set(CANARY_ACCOUNT, new Secret('onbench-canary-of-last-week'));
    expect(await check()).toEqual({ kind: 'passed' });
    expect(await leftover()).toBeNull();
  });

  it('finds a locked collection, which only a write can tell', async () => {
    await session().lock();
    expect(await keyring.get(CANARY_ACCOUNT)).toEqual({ ok: true, value: null });
    expect(await check()).toEqual(problem('keyring-unavailable'));
  });

  it('finds a daemon that was killed', async () => {
    signal('SIGKILL');
    expect(await check()).toEqual(problem('keyring-unavailable'));
  });
});
