import { Secret } from '@onbench/protocol/secret';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../scripts/stage/child-process.ts';
import { KeytarKeyring } from '../../src/main/workstation/keytar-keyring.ts';
import { useKeyringSession } from '../support/use-keyring-session.ts';

const SERVICE = 'pychron.cloud.python';
const TOKEN = 'pcy_NMGRL_0123456789abcdef';

/** Debian's own interpreter: the one that its python3-keyring package belongs to. */
const PYTHON = '/usr/bin/python3';

const keyring = new KeytarKeyring(SERVICE);

/** What the lab's software runs, with the names of protocol.md section 4; the secret is read from the input. */
async function python(expression: string, secret = ''): Promise<string> {
  const script = `import keyring, sys\nsecret = sys.stdin.read()\nprint(keyring.${expression})`;
  const { code, stdout, stderr } = await run(PYTHON, ['-c', script], { stdin: secret });
  if (code !== 0) return stderr.trim().split('\n').at(-1) ?? '';
  return stdout.trim();
}

const pythonReads = () => python(`get_password('${SERVICE}', 'NMGRL')`);
const pythonWrites = (text: string) => python(`set_password('${SERVICE}', 'NMGRL', secret)`, text);
const pythonDeletes = () => python(`delete_password('${SERVICE}', 'NMGRL')`);

async function onbenchReads(): Promise<string | null> {
  const found = await keyring.get('NMGRL');
  if (!found.ok) throw new Error(found.failure);
  return found.value?.reveal() ?? null;
}

const onbenchWrites = (text: string) => keyring.set('NMGRL', new Secret(text));

/** All items of the service, in whatever collection. */
async function countItems(): Promise<number> {
  const script = `
import secretstorage
print(len(list(secretstorage.search_items(secretstorage.dbus_init(), {'service': '${SERVICE}'}))))`;
  return Number((await run(PYTHON, ['-c', script])).stdout);
}

describe('the token in a real gnome-keyring, as Python’s keyring library sees it', () => {
  const session = useKeyringSession();

  afterEach(async () => {
    await keyring.delete('NMGRL');
  });

  it('is found after it was stored', async () => {
    expect(await onbenchWrites(TOKEN)).toEqual({ ok: true, value: { foundByPython: true } });
    expect(await pythonReads()).toBe(TOKEN);
    expect(await countItems()).toBe(1);
  });

  it('is found after it was stored again', async () => {
    await onbenchWrites('pcy_NMGRL_the-one-before');
    await onbenchWrites(TOKEN);
    expect(await pythonReads()).toBe(TOKEN);
    expect(await countItems()).toBe(1);
  });

  it('is the same one after Python wrote it, for both', async () => {
    await onbenchWrites('pcy_NMGRL_the-one-before');
    await pythonWrites(TOKEN);
    expect(await countItems()).toBe(1);
    expect(await onbenchReads()).toBe(TOKEN);
    expect(await pythonReads()).toBe(TOKEN);
    expect(await countItems()).toBe(1);
  });

  it('takes the place of one that Python had stored by itself', async () => {
    await pythonWrites('pcy_NMGRL_typed-in-by-hand');
    expect(await onbenchWrites(TOKEN)).toEqual({ ok: true, value: { foundByPython: true } });
    expect(await pythonReads()).toBe(TOKEN);
    expect(await countItems()).toBe(1);
  });

  it('is gone for both, whoever deletes it and whoever wrote it last', async () => {
    await onbenchWrites(TOKEN);
    await keyring.delete('NMGRL');
    expect([await pythonReads(), await countItems()]).toEqual(['None', 0]);

    await onbenchWrites(TOKEN);
    await pythonDeletes();
    expect([await onbenchReads(), await countItems()]).toEqual([null, 0]);

    await pythonWrites(TOKEN);
    await keyring.delete('NMGRL');
    expect([await pythonReads(), await countItems()]).toEqual(['None', 0]);
  });

  it('lets another lab’s token be', async () => {
    await keyring.set('OTHER', new Secret('pcy_OTHER_0123456789abcdef'));
    await onbenchWrites(TOKEN);
    await keyring.delete('NMGRL');
    expect(await python(`get_password('${SERVICE}', 'OTHER')`)).toBe('pcy_OTHER_0123456789abcdef');
    await keyring.delete('OTHER');
  });

  it('is safe, and said not to be found, when its name for Python cannot be added', async () => {
    // keytar keeps the connection that it has; the attributes go over one that is made anew.
    vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'disabled:');
    const stored = await onbenchWrites(TOKEN);
    vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', session().env.DBUS_SESSION_BUS_ADDRESS ?? '');
    expect(stored).toEqual({ ok: true, value: { foundByPython: false } });
    expect(await onbenchReads()).toBe(TOKEN);
    expect(await pythonReads()).toBe('None');
  });

  it('counts as out of reach, not as missing, while the collection is locked', async () => {
    await onbenchWrites(TOKEN);
    await session().lock();
    expect(await keyring.get('NMGRL')).toEqual({ ok: false, failure: 'unavailable' });
    expect(await keyring.delete('NMGRL')).toEqual({ ok: false, failure: 'unavailable' });
    await session().unlock();
    expect(await onbenchReads()).toBe(TOKEN);
  });
});
