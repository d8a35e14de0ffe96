import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

/* That who runs the server reads of every setting, and of none that is not there. */

const ROOT = join(import.meta.dirname, '../../..');
const SETTING = /\b(?:ONBENCH_[A-Z_]*[A-Z]|DATABASE_URL)\b/g;

/** What Caddy reads, not the server. */
const OF_CADDY = new Set(['ONBENCH_DOMAIN', 'ONBENCH_UPSTREAMS']);

const namesIn = (text: string) => new Set(text.match(SETTING) ?? []);
const textOf = (path: string) => readFile(join(ROOT, path), 'utf8');

let known: ReadonlySet<string>;
beforeAll(async () => {
  const folder = 'server/src/config';
  const files = [
    'server/src/config.ts',
    ...(await readdir(join(ROOT, folder))).map((name) => `${folder}/${name}`),
  ];
  const declared = (await Promise.all(files.map(textOf))).join('\n');
  // As zod declares them: the prose around them proves nothing.
  known = new Set([...declared.matchAll(/^ {2,4}([A-Z_]+): /gm)].map(([, name = '']) => name));
});

describe('the settings', () => {
  it('are found', () => {
    expect(known).toContain('DATABASE_URL');
    expect(known).toContain('ONBENCH_METRICS_TOKEN');
  });

  it.each(['server/src/config.ts', 'docs/operations.md'])('are all in %s', async (path) => {
    const documented = [...(await textOf(path)).matchAll(/^.*\| `.*$/gm)].map(([line]) => line);
    const names = namesIn(documented.join('\n'));
    const missing = [...known].filter((name) => name !== 'XDG_DATA_HOME' && !names.has(name));
    expect(missing).toEqual([]);
    expect([...names].filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(['Dockerfile', 'compose.yaml', 'onbench-server.service', 'example.env', 'Caddyfile'])(
    'that deploy/%s names exist',
    async (file) => {
      const names = [...namesIn(await textOf(`deploy/${file}`))].filter(
        (name) => !OF_CADDY.has(name),
      );
      expect(names.filter((name) => !known.has(name))).toEqual([]);
    },
  );
});
