import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PreferencesStore } from '../../../src/main/preferences/preferences-store.ts';
import { userData } from '../../fakes/fake-electron.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

vi.mock('electron', async () => {
  const electron = await import('../../fakes/fake-electron.ts');
  return { ...electron, default: electron };
});

const EMPTY = { apiBaseUrl: '', proxy: { kind: 'system' }, authority: null };

beforeEach(async () => {
  userData.path = await scratchFolder();
});

describe('PreferencesStore', () => {
  it('is empty before the first use', () => {
    expect(new PreferencesStore().read()).toEqual(EMPTY);
  });

  it('remembers the address for the next run, in one file of the app’s folder', async () => {
    new PreferencesStore().rememberApiBaseUrl('https://api.example');
    expect(new PreferencesStore().read()).toEqual({ ...EMPTY, apiBaseUrl: 'https://api.example' });
    expect(await readdir(userData.path)).toEqual(['preferences.json']);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '{"apiBaseUrl":7}',
    '\u0000\u0001',
    '{"proxy":{"kind":"socks"}}',
    '{"authority":{"host":"api.example"}}',
  ])('starts again from a file that holds %j', async (text) => {
    await writeFile(join(userData.path, 'preferences.json'), text);
    const store = new PreferencesStore();
    expect(store.read()).toEqual(EMPTY);
    store.rememberApiBaseUrl('https://api.example');
    expect(new PreferencesStore().read()).toMatchObject({ apiBaseUrl: 'https://api.example' });
  });
});
