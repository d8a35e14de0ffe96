import { Secret } from '@onbench/protocol/secret';
import { afterEach, expect, it } from 'vitest';
import type { Keyring } from '../../src/main/workstation/keyring.ts';

const TOKEN = 'pcy_NMGRL_0123456789abcdef';

/** What every keyring promises. Run inside a `describe`. */
export function keyringContract(keyringOf: () => Keyring): void {
  afterEach(async () => {
    for (const account of ['NMGRL', 'OTHER']) await keyringOf().delete(account);
  });

  async function read(account: string): Promise<string | null> {
    const found = await keyringOf().get(account);
    if (!found.ok) throw new Error(found.failure);
    return found.value?.reveal() ?? null;
  }

  it('has nothing under an account that was never set', async () => {
    expect(await keyringOf().get('NMGRL')).toEqual({ ok: true, value: null });
  });

  it('gives back what was stored, wrapped', async () => {
    expect(await keyringOf().set('NMGRL', new Secret(TOKEN))).toEqual({
      ok: true,
      value: { foundByPython: true },
    });
    const found = await keyringOf().get('NMGRL');
    expect(found.ok && found.value).toBeInstanceOf(Secret);
    expect(await read('NMGRL')).toBe(TOKEN);
  });

  it('replaces an earlier secret', async () => {
    await keyringOf().set('NMGRL', new Secret('the-old-token-0123456789'));
    await keyringOf().set('NMGRL', new Secret(TOKEN));
    expect(await read('NMGRL')).toBe(TOKEN);
  });

  it('keeps accounts apart', async () => {
    await keyringOf().set('NMGRL', new Secret(TOKEN));
    await keyringOf().set('OTHER', new Secret('another-token-0123456789'));
    expect(await read('NMGRL')).toBe(TOKEN);
    expect(await read('OTHER')).toBe('another-token-0123456789');
  });

  it('keeps every visible ASCII character and a long secret', async () => {
    const visible = String.fromCharCode(...Array.from({ length: 94 }, (_, index) => 33 + index));
    const long = visible.repeat(10);
    await keyringOf().set('NMGRL', new Secret(long));
    expect(await read('NMGRL')).toBe(long);
  });

  it('deletes, and deleting again succeeds', async () => {
    await keyringOf().set('NMGRL', new Secret(TOKEN));
    expect(await keyringOf().delete('NMGRL')).toEqual({ ok: true, value: undefined });
    expect(await read('NMGRL')).toBeNull();
    expect(await keyringOf().delete('NMGRL')).toEqual({ ok: true, value: undefined });
  });

  it('gives the last of several secrets that are stored at once', async () => {
    const tokens = Array.from({ length: 8 }, (_, index) => `${TOKEN}-${index}`);
    await Promise.all(tokens.map((token) => keyringOf().set('NMGRL', new Secret(token))));
    expect(await read('NMGRL')).toBe(tokens.at(-1));
  });

  it('says that it can be used', async () => {
    expect(await keyringOf().isAvailable()).toBe(true);
  });
}
