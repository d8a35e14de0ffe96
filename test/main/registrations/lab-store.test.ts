import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMPTY_RECORD } from '../../../src/main/registrations/lab-record.ts';
import { LabStore } from '../../../src/main/registrations/lab-store.ts';
import { workstationPaths } from '../../../src/main/workstation/workstation-paths.ts';
import { fileTree } from '../../support/file-tree.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

async function storeWith(files: Readonly<Record<string, string>>) {
  const home = await scratchFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(home, path, '..'), { recursive: true });
    await writeFile(join(home, path), text);
  }
  return { home, store: new LabStore(workstationPaths(home, 'lab-mac-01'), () => null) };
}

describe('LabStore', () => {
  it('reads an empty home as no lab at all, and leaves it empty', async () => {
    const { home, store } = await storeWith({});
    expect(await store.labs()).toEqual([]);
    expect(await store.index()).toEqual({ current: null, move: null, made: [] });
    expect(await fileTree(home)).toEqual({});
  });

  it.each(['', 'not JSON', '[]', 'null', '{"current":7,"move":"x","made":["/etc"]}'])(
    'reads an index that is %j as none',
    async (text) => {
      const { store } = await storeWith({ '.pychron/labs/labs.json': text });
      expect(await store.index()).toEqual({ current: null, move: null, made: [] });
    },
  );

  it('keeps each field of a damaged note that still reads', async () => {
    const note = { apiBaseUrl: 'https://api.example', keyFingerprint: 'x', sshHost: { port: 0 } };
    const { store } = await storeWith({ '.pychron/labs/NMGRL/lab.json': JSON.stringify(note) });
    expect(await store.record('NMGRL')).toEqual({
      ...EMPTY_RECORD,
      apiBaseUrl: 'https://api.example',
    });
  });

  it.each(['http://api.example', 'https://u:p@api.example', 'file:///x', ''])(
    'takes no server that the token may not go to: %j',
    async (apiBaseUrl) => {
      const { store } = await storeWith({
        '.pychron/labs/NMGRL/lab.json': JSON.stringify({ apiBaseUrl }),
      });
      expect((await store.record('NMGRL')).apiBaseUrl).toBeNull();
    },
  );

  it('takes no host that could change the ssh config of others', async () => {
    const sshHost = { alias: '*', host: 'evil', port: 22, knownHostsLine: '* ssh-rsa x' };
    const { store } = await storeWith({
      '.pychron/labs/NMGRL/lab.json': JSON.stringify({ sshHost }),
    });
    expect((await store.record('NMGRL')).sshHost).toBeNull();
  });

  it('lists the current lab first and only what can be a lab', async () => {
    const { store } = await storeWith({
      '.pychron/labs/labs.json': '{"current":"OTHER"}',
      '.pychron/labs/NMGRL/lab.json': '{}',
      '.pychron/labs/OTHER/lab.json': '{}',
      '.pychron/labs/.hidden/lab.json': '{}',
      '.pychron/labs/a b/lab.json': '{}',
    });
    expect(await store.labs()).toEqual(['OTHER', 'NMGRL']);
  });

  it('loses no change of two that are made at once', async () => {
    const { store } = await storeWith({});
    const clones = [{ repository: 'NMGRL/x', path: '/x' }];
    await Promise.all([
      store.update('NMGRL', { warnedDays: 7 }),
      store.update('NMGRL', { clones }),
      store.update('NMGRL', { scopes: ['a'] }),
    ]);
    const record = await store.record('NMGRL');
    expect(record).toEqual({ ...EMPTY_RECORD, warnedDays: 7, clones, scopes: ['a'] });
  });

  it('keeps its notes for the owner alone', async () => {
    const { home, store } = await storeWith({});
    await store.update('NMGRL', {});
    await store.writeIndex({ current: 'NMGRL', move: null, made: [] });
    const modes = Object.entries(await fileTree(home)).map(([path, { mode }]) => [path, mode]);
    expect(Object.fromEntries(modes)).toEqual({
      '.pychron': '700',
      '.pychron/labs': '700',
      '.pychron/labs/NMGRL': '700',
      '.pychron/labs/NMGRL/lab.json': '600',
      '.pychron/labs/labs.json': '600',
    });
  });
});
