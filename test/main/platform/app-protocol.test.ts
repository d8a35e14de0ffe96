import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  APP_ORIGIN,
  registerAppScheme,
  serveApp,
} from '../../../src/main/platform/app-protocol.ts';
import { schemeHandlers, schemes } from '../../fakes/fake-electron.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

vi.mock('electron', () => import('../../fakes/fake-electron.ts'));

describe('registerAppScheme', () => {
  it('gives the page an origin of its own and no privilege beyond', () => {
    registerAppScheme();
    expect(schemes).toEqual([{ scheme: 'onbench', privileges: { standard: true, secure: true } }]);
  });
});

describe('serveApp', () => {
  beforeEach(async () => {
    const root = await scratchFolder();
    await mkdir(join(root, 'renderer/assets'), { recursive: true });
    await writeFile(join(root, 'renderer/index.html'), '<p>page</p>');
    await writeFile(join(root, 'renderer/assets/index.js'), 'run()');
    await writeFile(join(root, 'renderer/notes.txt'), 'canary');
    await writeFile(join(root, 'outside.html'), 'canary');
    // On Windows the same file; elsewhere one that must not be found either.
    await writeFile(join(root, 'renderer', '..\\outside.html'), 'canary');
    serveApp(join(root, 'renderer'));
  });

  async function get(url: string): Promise<Response> {
    // A Request would resolve the path; Electron hands over what it was asked.
    const response = await schemeHandlers.get('onbench')?.({ url } as Request);
    if (!response) throw new Error('no handler');
    return response;
  }

  it.each([
    ['index.html', 'text/html; charset=utf-8', '<p>page</p>'],
    ['assets/index.js', 'text/javascript; charset=utf-8', 'run()'],
  ])('serves %s under a policy that loads nothing from elsewhere', async (path, type, text) => {
    const response = await get(`${APP_ORIGIN}/${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = response.headers.get('content-security-policy')?.split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy?.filter((rule) => /unsafe|\*|https?:|data:/.test(rule))).toEqual([]);
    expect(await response.text()).toBe(text);
  });

  it.each([
    'onbench://other/index.html',
    'onbench://app.other/index.html',
    `${APP_ORIGIN}/`,
    `${APP_ORIGIN}/assets`,
    `${APP_ORIGIN}/missing.html`,
    `${APP_ORIGIN}/notes.txt`,
    `${APP_ORIGIN}/../outside.html`,
    `${APP_ORIGIN}/%2e%2e/outside.html`,
    `${APP_ORIGIN}/..%2foutside.html`,
    `${APP_ORIGIN}/assets/%2e%2e%2f..%2foutside.html`,
    `${APP_ORIGIN}/..%5coutside.html`,
    `${APP_ORIGIN}/..\\outside.html`,
    `${APP_ORIGIN}/%ff.html`,
    `${APP_ORIGIN}/index.html%00.js`,
  ])('has nothing at %s', async (url) => {
    const response = await get(url);
    expect([response.status, await response.text()]).toEqual([404, '']);
  });
});
